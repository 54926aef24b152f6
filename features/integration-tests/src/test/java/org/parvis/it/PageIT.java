package org.parvis.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The page in a real browser. */
@SharedWorld
class PageIT {
    /** What the page itself makes of a message. */
    private static final Set<String> OWN_ELEMENTS = Set.of("LI", "P", "B", "SPAN", "TIME", "A");

    /** What an attacker would write; the archive of the suite has more, and names like these. */
    private static final List<String> PAYLOADS = List.of(
            "<script>document.title='owned'</script>",
            "<img src=x onerror=\"document.title='owned'\">",
            "<svg onload=document.title='owned'>",
            "<iframe srcdoc=\"<script>parent.document.title='owned'</script>\"></iframe>",
            "<a href=\"javascript:document.title='owned'\">click</a>",
            "</textarea><style>*{display:none}</style>");

    private static Browser open(World world) throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "no Chromium on this machine: install Debian's package chromium");
        URI address = URI.create("http://localhost:" + world.address().getPort() + "/");
        Browser browser = Browser.open(program.get(), address);
        until(browser, "!document.getElementById('login')?.hidden && document.getElementById('login-form') !== null");
        browser.evaluate("(() => { const f = document.getElementById('login-form').elements;"
                + " f.email.value = 'demo@parvis.example'; f.password.value = '" + world.ownerPassword() + "';"
                + " document.getElementById('login-form').requestSubmit(); })()");
        until(browser, "document.querySelectorAll('#conversations a').length > 0");
        return browser;
    }

    private static void until(Browser browser, String condition) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> browser.evaluate("Boolean(" + condition + ")").asBoolean());
    }

    /** CVE-2026-40487 and GHSA-hhxq: what strangers write runs in the browser of whoever reads it. */
    @Test
    void cve_2026_40487_whatStrangersWriteIsShownAsText(World world) throws Exception {
        Api owner = world.owner();
        for (String payload : PAYLOADS) {
            Api.Answer said = owner.call(
                    "POST",
                    "/v1/items/" + world.ids().get("item") + "/replies",
                    Api.JSON.createObjectNode().put("text", payload));
            assertThat(said.status()).as(said.toString()).isEqualTo(201);
        }
        try (Browser browser = open(world)) {
            JsonNode links = browser.evaluate("[...document.querySelectorAll('#conversations a')].map(a => a.hash)");
            StringBuilder shown = new StringBuilder();
            for (JsonNode link : links) {
                browser.evaluate("location.hash = '" + link.asText() + "'");
                until(
                        browser,
                        "document.querySelector('#conversations a[aria-current]')?.hash === '" + link.asText() + "'");
                shown.append(browser.evaluate("document.getElementById('items').textContent")
                        .asText());
                assertThat(elements(browser, "#items *, #thread-title *, #thread-about *"))
                        .isSubsetOf(OWN_ELEMENTS);
            }
            assertThat(elements(browser, "#conversations *")).isSubsetOf(OWN_ELEMENTS);
            assertThat(shown.toString())
                    .contains(PAYLOADS)
                    .contains("Alba <b>M</b>", "\"><img src=x onerror=alert(1)>");
            assertThat(browser.evaluate("document.title").asText()).isEqualTo("Parvis");
            assertThat(browser.evaluate("[...document.querySelectorAll('#app a')].map(a => a.protocol)"))
                    .allMatch(protocol ->
                            protocol.asText().toLowerCase(Locale.ROOT).matches("https?:"));
            assertThat(browser.evaluate(
                                    "[...document.querySelectorAll('#items a')].every(a => a.rel.includes('noopener') && a.rel.includes('nofollow'))")
                            .asBoolean())
                    .isTrue();
        }
    }

    private static Set<String> elements(Browser browser, String selector) throws Exception {
        Set<String> names = new TreeSet<>();
        browser.evaluate("[...document.querySelectorAll('" + selector + "')].map(e => e.tagName)")
                .forEach(name -> names.add(name.asText()));
        return names;
    }

    @Test
    void policyStopsScriptsThatAreNotThePages(World world) throws Exception {
        try (Browser browser = open(world)) {
            browser.evaluate(
                    "document.body.insertAdjacentHTML('beforeend', '<img src=\"data:,\" onerror=\"document.title=1\">')");
            browser.evaluate("(() => { const s = document.createElement('script'); s.textContent = 'document.title=2';"
                    + " document.body.append(s); })()");
            browser.evaluate("new Promise(done => setTimeout(done, 300))");
            assertThat(browser.evaluate("document.title").asText()).isEqualTo("Parvis");
        }
    }

    @Test
    void answerIsSentFromThePageAndAppearsByItself(World world) throws Exception {
        try (Browser browser = open(world)) {
            String text = "Danke! " + System.nanoTime();
            browser.evaluate("location.hash = '#/conversation/" + world.ids().get("conversation") + "'");
            until(
                    browser,
                    "!document.getElementById('reply').hidden && document.getElementById('items').children.length > 0");
            browser.evaluate("document.getElementById('reply-text').value = '" + text + "';"
                    + " document.getElementById('reply').requestSubmit()");
            until(browser, "document.getElementById('items').textContent.includes('" + text + "')");
            until(
                    browser,
                    "[...document.querySelectorAll('#items .own')].some(i => i.textContent.includes('" + text
                            + "') && !i.querySelector('.sending, .failed'))");
            assertThat(world.owner()
                            .get("/v1/conversations/" + world.ids().get("conversation") + "/items")
                            .body()
                            .path("items")
                            .findValuesAsText("text"))
                    .filteredOn(said -> said.contains(text))
                    .hasSize(1);
        }
    }

    @Test
    void bothLanguagesAreComplete(World world) throws Exception {
        try (Browser browser = open(world)) {
            for (String language : List.of("fr", "en")) {
                browser.evaluate("document.querySelector('.top [data-language=" + language + "]').click()");
                assertThat(browser.evaluate("document.documentElement.lang").asText())
                        .isEqualTo(language);
                assertThat(browser.evaluate(
                                "[...document.querySelectorAll('[data-word]')].filter(e => e.textContent.trim() === e.dataset.word"
                                        + " || !e.textContent.trim()).map(e => e.dataset.word)"))
                        .isEmpty();
            }
        }
        Path script = Path.of("../../platform-core/web/src/main/resources/page/page.js");
        String words = Files.readString(script);
        Set<String> english = keys(words, "  en: {", "  fr: {");
        Set<String> french = keys(words, "  fr: {", "\n};");
        assertThat(french).isEqualTo(english).hasSizeGreaterThan(80);
    }

    private static Set<String> keys(String script, String from, String until) {
        Set<String> keys = new TreeSet<>();
        String part =
                script.substring(script.indexOf(from) + from.length(), script.indexOf(until, script.indexOf(from)));
        java.util.regex.Matcher key =
                java.util.regex.Pattern.compile("(\\w+): '").matcher(part);
        while (key.find()) {
            keys.add(key.group(1));
        }
        return keys;
    }
}
