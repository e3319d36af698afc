<?php
/**
 * Plugin Name: Reads
 * Description: Counts how often a post was read, and says so below it.
 */

add_filter('the_content', function (string $content): string {
    if (!is_singular('post') || !in_the_loop() || !is_main_query()) {
        return $content;
    }
    $post = get_the_ID();
    $times = (int) get_post_meta($post, '_reads', true) + 1;
    update_post_meta($post, '_reads', $times);
    return $content . sprintf('<p class="reads">Read %d times.</p>', $times);
});
