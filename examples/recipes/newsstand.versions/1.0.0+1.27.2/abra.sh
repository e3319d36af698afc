#!/bin/bash

# A config cannot change under one name: count up whenever its file changes.
export NGINX_CONF_VERSION=v1
export INDEX_VERSION=v1
export SCRIPT_VERSION=v1
export STYLE_VERSION=v1
