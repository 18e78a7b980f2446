package dev.mqttra.sample.page;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** What the page asks for and listens to is under {@code api/}. */
@ApplicationPath("api")
public class PageApplication extends Application {}
