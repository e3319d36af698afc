<?php
/**
 * Plugin Name: Reads
 * Description: Counts how often a post was read, and says so below it.
 */

add_filter('the_content', function (string $content): string {
    global $wpdb;
    if (!is_singular('post') || !in_the_loop() || !is_main_query()) {
        return $content;
    }
    $post = get_the_ID();
    $wpdb->query($wpdb->prepare(
        "INSERT INTO {$wpdb->prefix}reads (post_id, times) VALUES (%d, 1) ON DUPLICATE KEY UPDATE times = times + 1",
        $post
    ));
    $times = (int) $wpdb->get_var($wpdb->prepare("SELECT times FROM {$wpdb->prefix}reads WHERE post_id = %d", $post));
    $all = (int) $wpdb->get_var("SELECT SUM(times) FROM {$wpdb->prefix}reads");
    return $content . sprintf('<p class="reads">Read %d times, of %d on this site.</p>', $times, $all);
});
