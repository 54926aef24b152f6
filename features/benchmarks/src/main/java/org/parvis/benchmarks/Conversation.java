package org.parvis.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Invents the messages of a page: about 120 characters each, three to a thread, from some of 200,000 people. The same seed
 * invents the same messages, so product and limit take in the same.
 */
final class Conversation {
    static final long SEED = 20_261_122;
    private static final int PEOPLE = 200_000;
    private static final int PER_THREAD = 3;
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final String[] WORDS =
            ("order parcel train delay app phone update refund service help please thanks still"
                            + " waiting since morning store battery account login password card charged twice invoice flight seat"
                            + " luggage support team answer again today week never always great love problem screen broken number")
                    .split(" ");

    private final Random random;
    private long next = 1_000_000_000_000L;

    Conversation(long seed) {
        random = new Random(seed);
    }

    /**
     * One message.
     *
     * @param thread the id of the thread's first message
     * @param json as X shows it on a page
     */
    record Message(String id, String thread, String author, Instant at, String text, String json) {
        UUID threadId(UUID account) {
            return UUID.nameUUIDFromBytes((account + thread).getBytes(StandardCharsets.US_ASCII));
        }
    }

    List<Message> page(int size) {
        List<Message> page = new ArrayList<>(size);
        String thread = "";
        for (int i = 0; i < size; i++) {
            String id = Long.toString(next++);
            boolean begins = i % PER_THREAD == 0;
            thread = begins ? id : thread;
            page.add(message(id, thread, begins ? "" : Long.toString(next - 2)));
        }
        return page;
    }

    private Message message(String id, String thread, String parent) {
        String author = Integer.toString(100_000 + random.nextInt(PEOPLE));
        Instant at = BEGIN.plusSeconds(next % 20_000_000);
        String text = text();
        String reference =
                parent.isEmpty() ? "" : "\"referenced_tweets\":[{\"type\":\"replied_to\",\"id\":\"" + parent + "\"}],";
        String json = "{\"id\":\"" + id + "\",\"text\":\"" + text + "\",\"author_id\":\"" + author
                + "\",\"created_at\":\"" + at
                + "\",\"conversation_id\":\"" + thread + "\",\"edit_history_tweet_ids\":[\"" + id
                + "\"],\"lang\":\"en\","
                + reference
                + "\"public_metrics\":{\"retweet_count\":0,\"reply_count\":1,\"like_count\":2,\"quote_count\":0}}";
        return new Message(id, thread, author, at, text, json);
    }

    private String text() {
        StringBuilder text = new StringBuilder("@acme");
        while (text.length() < 116) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    /** The page as X sends it, up to the token of the next page, which {@link #tail} ends. */
    static byte[] head(List<Message> page) {
        StringBuilder json = new StringBuilder("{\"data\":[");
        StringBuilder users = new StringBuilder();
        String comma = "";
        for (Message message : page) {
            json.append(comma).append(message.json());
            users.append(comma)
                    .append("{\"id\":\"")
                    .append(message.author())
                    .append("\",\"username\":\"user")
                    .append(message.author())
                    .append("\",\"name\":\"User ")
                    .append(message.author())
                    .append("\"}");
            comma = ",";
        }
        json.append("],\"includes\":{\"users\":[")
                .append(users)
                .append("]},\"meta\":{\"result_count\":")
                .append(page.size());
        return json.append(",\"next_token\":\"").toString().getBytes(StandardCharsets.UTF_8);
    }

    static byte[] tail(String token) {
        return (token + "\"}}").getBytes(StandardCharsets.UTF_8);
    }
}
