package org.parvis.simulator.twitter;

import java.util.Arrays;

/**
 * Posts in the order of their ids. Reading takes a view and needs no lock; adding the newest is cheap, adding an older
 * one copies.
 */
final class PostIndex {

    /** A moment's view; never changes. */
    record View(Post[] posts, int size) {

        /** The position of the newest post with an id below {@code id}; -1 where there is none. */
        int below(long id) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (posts[middle].id < id) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low - 1;
        }

        Post at(int position) {
            return posts[position];
        }
    }

    static final View EMPTY = new View(new Post[0], 0);

    private volatile View view = EMPTY;

    View view() {
        return view;
    }

    synchronized void add(Post post) {
        View old = view;
        int position = old.below(post.id) + 1;
        if (position == old.size()) {
            Post[] posts = old.size() < old.posts().length
                    ? old.posts()
                    : Arrays.copyOf(old.posts(), Math.max(4, old.size() + (old.size() >> 1)));
            posts[position] = post;
            view = new View(posts, old.size() + 1);
            return;
        }
        Post[] posts = new Post[old.size() + Math.max(4, old.size() >> 3)];
        System.arraycopy(old.posts(), 0, posts, 0, position);
        posts[position] = post;
        System.arraycopy(old.posts(), position, posts, position + 1, old.size() - position);
        view = new View(posts, old.size() + 1);
    }
}
