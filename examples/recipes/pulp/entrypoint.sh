#!/bin/bash
# entrypoint.sh api|content|worker: brings the database up to date, or waits until another has, then becomes one of Pulp's programs.
set -euo pipefail

mkdir -p /tmp/pulp/tmp
# Secrets are letters and digits; the key of the encrypted fields has the sign at the end that makes 43 of them base64.
printf '%s=' "$(cat /run/secrets/fields_key)" >/tmp/pulp/fields.key

waiting() { # WHAT COMMAND...
  local what=$1 tries=0
  shift
  until "$@" >/tmp/pulp/waiting.log 2>&1; do
    tries=$((tries + 1))
    if [ "$tries" = 300 ]; then
      tail -n 5 /tmp/pulp/waiting.log >&2
      echo "error: $what: not within 300 tries, the end of the last one is above" >&2
      exit 1
    fi
    sleep 1
  done
}

connects() { (: <>"/dev/tcp/$1/$2"); }

store() {
  python3 - <<-'PYTHON'
	import os
	import boto3
	s3 = boto3.client("s3", endpoint_url=os.environ["S3_ENDPOINT"], region_name="us-east-1",
	    aws_access_key_id=os.environ["S3_ACCESS_KEY"],
	    aws_secret_access_key=open("/run/secrets/s3_secret_key").read().strip())
	bucket = os.environ["S3_BUCKET"]
	if bucket not in [found["Name"] for found in s3.list_buckets()["Buckets"]]:
	    s3.create_bucket(Bucket=bucket)
	PYTHON
}

# One program after the other would each load Pulp anew.
prepare() {
  python3 - <<-'PYTHON'
	import django
	from django.core.management import call_command
	django.setup()
	call_command("migrate", interactive=False)
	call_command("reset-admin-password", password=open("/run/secrets/admin_password").read().strip())
	call_command("collectstatic", interactive=False, verbosity=0)
	PYTHON
}

# The first to be up to date is the API: what it says its version is, the database is, too.
up_to_date() {
  local version
  version=$(python3 -c 'from importlib.metadata import version; print(version("pulpcore"))')
  curl -fsS http://api:24817/pulp/api/v3/status/ | grep -qF "\"version\":\"$version\""
}

case ${1:-} in
  api)
    waiting 'the database takes connections' connects db 5432
    waiting 'the object store has its bucket' store
    prepare
    exec pulpcore-api --name pulp-api --bind '[::]:24817' --access-logfile - --timeout 90
    ;;
  content)
    waiting 'the API is up to date' up_to_date
    exec pulpcore-content --name pulp-content --bind '[::]:24816' --access-logfile - --timeout 90
    ;;
  worker)
    waiting 'the API is up to date' up_to_date
    exec pulpcore-worker
    ;;
  *)
    echo "usage: entrypoint.sh api|content|worker" >&2
    exit 2
    ;;
esac
