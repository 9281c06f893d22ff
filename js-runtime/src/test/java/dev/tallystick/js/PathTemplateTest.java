package dev.tallystick.js;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** Path templates (spec 02, 3.3). */
class PathTemplateTest {
    private static @Nullable Object match(String template, String path) {
        return PathTemplate.of(template).match(path);
    }

    @Test
    void aParameterIsOneSegmentRaw() {
        assertEquals(Map.of("id", "a%2Fb"), match("/x/{id}", "/x/a%2Fb"));
        assertEquals(Map.of("id", "a:b"), match("/x/{id}", "/x/a:b"));
        assertNull(match("/x/{id}", "/x/"));
        assertNull(match("/x/{id}", "/x/a/"));
        assertNull(match("/x/{id}", "/x/a/b"));
    }

    @Test
    void aParameterDoesNotContainTheCharacterThatFollowsIt() {
        assertEquals(Map.of("id", "a"), match("/{id}:withdraw", "/a:withdraw"));
        assertNull(match("/{id}:withdraw", "/a:b:withdraw"));
        assertEquals(Map.of("a", "1", "b", "2"), match("/{a}-{b}", "/1-2"));
    }

    @Test
    void literalsAreLiteral() {
        assertNull(match("/a.b/{x}", "/acb/1"));
        assertEquals(Map.of("x", "1"), match("/a.b+(c)/{x}", "/a.b+(c)/1"));
        assertEquals(Map.of(), match("/a", "/a"));
    }
}
