#!/bin/sh
export MINIO_ROOT_USER="$(cat "$MINIO_ROOT_USER_FILE")"
exec minio "$@"
