#!/bin/sh
# The gateway knows its keys by its environment only, and a secret is a file.
set -eu
ROOT_ACCESS_KEY=$S3_ACCESS_KEY
ROOT_SECRET_KEY=$(cat /run/secrets/s3_secret_key)
export ROOT_ACCESS_KEY ROOT_SECRET_KEY
# What belongs to an object beside its bytes lies in files, so that every way of copying the volume takes it along.
mkdir -p /data/objects /data/attributes
exec versitygw --port :7070 --health /health --quiet posix --sidecar /data/attributes /data/objects
