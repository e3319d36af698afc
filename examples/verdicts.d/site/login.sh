#!/bin/sh
# Answers the form of the page.
printf 'Content-Type: text/html\r\n\r\n'
if [ "$(head -c "$CONTENT_LENGTH")" = "password=$(cat /run/secrets/admin_password)" ]; then
  echo '<p>Welcome back</p>'
else
  echo '<p>Wrong password</p>'
fi
