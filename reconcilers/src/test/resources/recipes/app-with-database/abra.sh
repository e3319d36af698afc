#!/bin/bash

export ENTRYPOINT_VERSION=v2
export PG_BACKUP_VERSION="v6"
export APP_INI_VERSION='v1'

create_admin() {
  read -r -p "password: " password
  export NOT_FOR_THE_ENVIRONMENT=1
  forum admin create --password "$password"
}
