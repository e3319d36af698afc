#!/bin/bash

# A config cannot change under one name: count up whenever its file changes.
export NGINX_CONF_VERSION=v1
export SETTINGS_VERSION=v1
export ENTRYPOINT_VERSION=v1
export PUBLISH_VERSION=v1
export PG_BACKUP_VERSION=v1
export S3_ENTRYPOINT_VERSION=v1

# abra app cmd YOURAPPDOMAIN api publish FOLDER NAME TEXT
publish() {
  publish.py "$@"
}
