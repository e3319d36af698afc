#!/bin/bash
# As in the official image: before a web server starts, WordPress is laid out in the working directory where it is not yet.
set -euo pipefail

layout() {
  if [ ! -e index.php ] && [ ! -e wp-includes/version.php ]; then
    # What is mounted below wp-content stays as it is.
    local except=() content
    for content in wp-content/*/*; do
      [ ! -e "$content" ] || except+=(--exclude "./$content")
    done
    tar -c -C /usr/src/wordpress --owner=www-data --group=www-data "${except[@]}" . | tar -x --no-overwrite-dir
    chown www-data:www-data .
  fi
  [ -e .htaccess ] || write_htaccess
  if [ ! -s wp-config.php ]; then
    awk '/put your unique phrase here/ {
      command = "head -c 1m /dev/urandom | sha1sum | cut -c 1-40"
      command | getline phrase
      close(command)
      gsub("put your unique phrase here", phrase)
    }
    { print }' wp-config-docker.php >wp-config.php
    chown www-data:www-data wp-config.php
  fi
}

write_htaccess() {
  cat >.htaccess <<-'HTACCESS'
	# BEGIN WordPress
	RewriteEngine On
	RewriteRule .* - [E=HTTP_AUTHORIZATION:%{HTTP:Authorization}]
	RewriteBase /
	RewriteRule ^index\.php$ - [L]
	RewriteCond %{REQUEST_FILENAME} !-f
	RewriteCond %{REQUEST_FILENAME} !-d
	RewriteRule . /index.php [L]
	# END WordPress
	HTACCESS
  chown www-data:www-data .htaccess
}

case ${1:-} in
  apache2* | php-fpm) layout ;;
esac
exec "$@"
