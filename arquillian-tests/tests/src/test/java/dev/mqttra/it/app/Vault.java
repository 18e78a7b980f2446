package dev.mqttra.it.app;

import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.SessionContext;
import jakarta.ejb.Stateless;

/** For gardeners only. */
@Stateless
public class Vault {

    @Resource
    private SessionContext context;

    @RolesAllowed("gardeners")
    public String open() {
        return "let in as " + context.getCallerPrincipal().getName();
    }
}
