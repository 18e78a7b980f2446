package dev.mqttra.it.app;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets a test outside the server look into the application and ask it to publish. */
@WebServlet("/controls/*")
public class Controls extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Publisher publisher;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(String.join("\n", Journal.lines()));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        String gate = request.getParameter("gate");
        switch (request.getPathInfo()) {
            case "/open" -> Journal.open(gate);
            case "/now" -> publisher.now(message(request));
            case "/commit" -> publisher.inTransaction(message(request), gate, true);
            case "/rollback" -> publisher.inTransaction(message(request), gate, false);
            default -> response.setStatus(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static MqttMessage message(HttpServletRequest request) {
        return MqttMessage.to(request.getParameter("topic"))
                .text(request.getParameter("text"))
                .qos(QoS.values()[Integer.parseInt(request.getParameter("qos"))])
                .retained(Boolean.parseBoolean(request.getParameter("retained")))
                .build();
    }
}
