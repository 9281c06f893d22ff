package dev.tallystick.node.rpc;

import dev.tallystick.ledger.Json;
import dev.tallystick.ledger.LedgerFormatException;
import dev.tallystick.node.http.HttpResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/**
 * Logs requests as CCF's operators know them: all of governance at info under the tag {@code gov},
 * failed dispatch in applications at info, the rest at debug (spec 02, section 10; spec 03, 3.1).
 */
public final class RequestLog implements RequestObserver {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    private static final Marker GOV = MarkerFactory.getMarker("gov");
    private static final Marker APP = MarkerFactory.getMarker("app");
    private static final int PATH_CHARS_MAX = 500;

    @Override
    public void completed(Completed event) {
        Endpoint endpoint = event.endpoint();
        if (endpoint.frontend() == FrontendName.GOV) {
            LOG.info(
                    GOV,
                    "RequestCompletedEvent: {} {} {} {}ms {} attempt(s)",
                    endpoint.verb(),
                    endpoint.path(),
                    event.status(),
                    event.executionMillis(),
                    event.attempts());
        } else {
            LOG.debug(
                    "RequestCompletedEvent: {} {} {} {}ms {} attempt(s)",
                    endpoint.verb(),
                    endpoint.fullPath(),
                    event.status(),
                    event.executionMillis(),
                    event.attempts());
        }
    }

    @Override
    public void dispatchFailed(FrontendName frontend, String verb, String path, int status) {
        String shown = shortened(path);
        switch (frontend) {
            case APP -> LOG.info(APP, "DispatchFailedEvent: {} {} {}", verb, shown, status);
            case GOV -> LOG.info(GOV, "DispatchFailedEvent: {} {} {}", verb, shown, status);
            case NODE -> LOG.debug("DispatchFailedEvent: {} {} {}", verb, shown, status);
        }
    }

    @Override
    public void refused(FrontendName frontend, String verb, String path, HttpResponse response) {
        if (frontend == FrontendName.GOV) {
            LOG.info(
                    GOV,
                    "{} {} returning error {}: {}",
                    verb,
                    shortened(path),
                    response.status(),
                    message(response));
        }
    }

    /** Anybody can ask for a path of any length; the log must not grow with it. */
    static String shortened(String path) {
        return path.length() <= PATH_CHARS_MAX
                ? path
                : path.substring(0, PATH_CHARS_MAX) + "... (" + path.length() + " characters)";
    }

    /** The message in an OData error, empty text in any other body. */
    private static String message(HttpResponse response) {
        try {
            return Json.parse(response.body()).at("/error/message").asString("");
        } catch (LedgerFormatException otherBody) {
            return "";
        }
    }
}
