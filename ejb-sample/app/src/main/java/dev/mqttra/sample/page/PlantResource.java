package dev.mqttra.sample.page;

import dev.mqttra.sample.mqtt.Faults;
import dev.mqttra.sample.mqtt.SetPoints;
import dev.mqttra.sample.plant.Plant;
import dev.mqttra.sample.plant.Snapshot;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;

/** The state of the plant, and what the page can change. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class PlantResource {
    private static final double ABSOLUTE_ZERO = -273.15;
    private static final double LIMIT = 1_000;

    @Inject
    private Plant plant;

    @Inject
    private SetPoints setPoints;

    @Inject
    private Faults faults;

    @GET
    @Path("plant")
    public Snapshot plant() {
        return plant.snapshot();
    }

    @PUT
    @Path("lines/{line}/setpoint")
    public void setPoint(@PathParam("line") String line, SetPointRequest request) {
        Double celsius = request.celsius;
        if (celsius == null || !(celsius >= ABSOLUTE_ZERO && celsius <= LIMIT)) {
            throw refused(Status.BAD_REQUEST, "A set-point is between -273.15 and 1000 °C");
        }
        if (!plant.hasLine(line)) {
            throw refused(Status.NOT_FOUND, "No device has ever spoken on line " + line);
        }
        setPoints.ask(line, celsius);
    }

    @GET
    @Path("faults")
    public FaultsRequest faults() {
        return new FaultsRequest(faults.isWanted());
    }

    @PUT
    @Path("faults")
    public void faults(FaultsRequest request) {
        faults.setWanted(request.wanted);
    }

    private static WebApplicationException refused(Status status, String why) {
        return new WebApplicationException(Response.status(status)
                .type(MediaType.TEXT_PLAIN_TYPE.withCharset("utf-8"))
                .entity(why)
                .build());
    }
}
