package org.parvis.simulator.instagram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.restfb.AccessToken;
import com.restfb.DefaultFacebookClient;
import com.restfb.Parameter;
import com.restfb.exception.FacebookGraphException;
import com.restfb.types.GraphResponse;
import com.restfb.types.Page;
import com.restfb.types.instagram.IgMedia;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account behind a page, driven by a client that others wrote for Facebook's Graph API. */
class FacebookLoginTest {

    private static final String FIELDS = "id,name,access_token,instagram_business_account{id,username}";

    @TempDir
    Path home;

    /** An hour's token for the code, sixty days' for that one. */
    private static String person(SmallWorld world) throws Exception {
        DefaultFacebookClient nobody = world.client("");
        AccessToken hour = nobody.obtainUserAccessToken(
                "parvis-demo", SmallWorld.SECRET, SmallWorld.REDIRECT, world.facebookCode());
        AccessToken days =
                nobody.obtainExtendedAccessToken("parvis-demo", SmallWorld.SECRET, hour.getAccessToken());
        assertThat(days.getAccessToken()).startsWith("EAA").isNotEqualTo(hour.getAccessToken());
        return days.getAccessToken();
    }

    private static List<Page> pages(DefaultFacebookClient client) {
        return client.fetchConnection("me/accounts", Page.class, Parameter.with("fields", FIELDS))
                .getData();
    }

    @Test
    void aPersonsPagesLeadToTheAccountsBehindThem() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            List<Page> pages = pages(world.client(person(world)));
            assertThat(pages).hasSize(2);
            Page shop = pages.get(0);
            assertThat(shop.getId()).isNotEqualTo(SmallWorld.ACCOUNT);
            assertThat(shop.getInstagramBusinessAccount().getId()).isEqualTo(SmallWorld.ACCOUNT);
            assertThat(shop.getInstagramBusinessAccount().getUsername()).isEqualTo("Acme");
            assertThat(pages.get(1).getInstagramBusinessAccount()).isNull();

            DefaultFacebookClient page = world.client(shop.getAccessToken());
            assertThat(page.fetchConnection(SmallWorld.ACCOUNT + "/media", IgMedia.class)
                            .getData())
                    .extracting(IgMedia::getId)
                    .containsExactly("1000");
            assertThat(page.publish("1001/replies", GraphResponse.class, Parameter.with("message", "an answer"))
                            .getId())
                    .isNotBlank();
            assertThat(page.deleteObject("1000"))
                    .as("only with Facebook Login")
                    .isTrue();
        }
    }

    @Test
    void aPagesTokenOutlivesThePersonsButNotItsWithdrawal() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            String person = person(world);
            DefaultFacebookClient page =
                    world.client(pages(world.client(person)).get(0).getAccessToken());
            world.simulation.clock().step(Duration.ofDays(61));
            assertThat(refusal(world.client(person), "me").getErrorSubcode()).isEqualTo(463);
            assertThat(page.fetchObject("me", Page.class).getId()).isNotBlank();

            String again = person(world);
            DefaultFacebookClient pageAgain =
                    world.client(pages(world.client(again)).get(0).getAccessToken());
            assertThat(world.client(again).deleteObject("me/permissions")).isTrue();
            assertThat(refusal(pageAgain, "me").getErrorSubcode()).isEqualTo(458);
            assertThat(page.fetchObject("me", Page.class).getId())
                    .as("another authorisation")
                    .isNotBlank();
        }
    }

    private static FacebookGraphException refusal(DefaultFacebookClient client, String id) {
        return catchThrowableOfType(FacebookGraphException.class, () -> client.fetchObject(id, Page.class));
    }

    @Test
    void messagesAreThePagesAndMediaTheAccounts() throws Exception {
        try (SmallWorld world = new SmallWorld(home)) {
            DefaultFacebookClient client = world.client(person(world));
            Page shop = pages(client).get(0);
            DefaultFacebookClient page = world.client(shop.getAccessToken());
            assertThat(refusal(page, SmallWorld.ACCOUNT + "/conversations?platform=instagram")
                            .getErrorCode())
                    .isEqualTo(100);
            assertThat(refusal(page, shop.getId() + "/media").getErrorCode()).isEqualTo(100);
            assertThat(refusal(client, SmallWorld.ACCOUNT).getErrorSubcode()).isEqualTo(33);
        }
    }

    @Test
    void whatWasGrantedOutlivesARestart() throws Exception {
        String token;
        try (SmallWorld world = new SmallWorld(home)) {
            token = pages(world.client(person(world))).get(0).getAccessToken();
        }
        try (SmallWorld again = new SmallWorld(home)) {
            assertThat(again.client(token).fetchObject("me", Page.class).getId()).isNotBlank();
        }
    }
}
