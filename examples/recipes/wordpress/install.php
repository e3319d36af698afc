<?php
// Installs WordPress into an empty database, and brings one that an older version of this recipe left up to date.
// Several may start at once: the database's lock lets one after the other through.

const SCHEMA = 2;

function password(string $setting): string
{
    return trim(file_get_contents(getenv($setting . '_FILE')));
}

function database(): mysqli
{
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    $deadline = time() + 240;
    while (true) {
        try {
            return @new mysqli(
                getenv('WORDPRESS_DB_HOST'),
                getenv('WORDPRESS_DB_USER'),
                password('WORDPRESS_DB_PASSWORD'),
                getenv('WORDPRESS_DB_NAME')
            );
        } catch (mysqli_sql_exception $e) {
            if (time() > $deadline) {
                fwrite(STDERR, 'error: no database after four minutes: ' . $e->getMessage() . "\n");
                exit(1);
            }
            sleep(1);
        }
    }
}

// WordPress would write to the administrator, and there is nothing here that sends mail.
function wp_new_blog_notification(...$ignored)
{
}

$lock = database();
$lock->query("SELECT GET_LOCK('recipe-install', 240)");

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = getenv('DOMAIN');
$_SERVER['HTTPS'] = 'on';
require '/var/www/html/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

if (is_blog_installed()) {
    wp_upgrade();
} else {
    wp_install(
        getenv('TITLE'),
        getenv('ADMIN_USER'),
        getenv('ADMIN_EMAIL'),
        true,
        '',
        wp_slash(password('ADMIN_PASSWORD'))
    );
    // Whoever runs a site of their own needs no tour of the editor.
    update_user_meta(1, $wpdb->get_blog_prefix() . 'persisted_preferences', [
        'core/edit-post' => ['welcomeGuide' => false],
        '_modified' => gmdate('c'),
    ]);
    echo "WordPress is installed.\n";
}
// A backup takes this folder: it has to be there before the first upload.
wp_upload_dir();

$schema = (int) get_option('recipe_schema', 0);
if ($schema < 2) {
    // Before, the reads of a post were one of its meta fields: they could not be summed up, and every revision had them.
    $wpdb->query("CREATE TABLE IF NOT EXISTS {$wpdb->prefix}reads (
        post_id bigint unsigned NOT NULL PRIMARY KEY,
        times bigint unsigned NOT NULL
    ) " . $wpdb->get_charset_collate());
    $wpdb->query("INSERT INTO {$wpdb->prefix}reads (post_id, times)
        SELECT post_id, SUM(meta_value) FROM {$wpdb->postmeta} WHERE meta_key = '_reads' GROUP BY post_id
        ON DUPLICATE KEY UPDATE times = VALUES(times)");
    delete_post_meta_by_key('_reads');
    // And posts had addresses such as /?p=5, which still lead to them.
    update_option('permalink_structure', '/%postname%/');
    delete_option('rewrite_rules');
    echo "Schema 2: reads have a table of their own, posts speaking addresses.\n";
}
update_option('recipe_schema', SCHEMA);
