package dev.mqttra.it.app;

import dev.mqttra.api.MqttMessage;
import dev.mqttra.api.QoS;
import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** Lets a test outside the server look into the application and ask it to publish. */
@WebServlet("/controls/*")
public class Controls extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Publisher publisher;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        String mbean = request.getParameter("mbean");
        List<String> lines = mbean == null ? Journal.lines() : Management.attributes(mbean);
        response.getWriter().print(String.join("\n", lines));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String gate = request.getParameter("gate");
        switch (request.getPathInfo()) {
            case "/open" -> Journal.open(gate);
            case "/invoke" ->
                response.getWriter()
                        .print(Management.invoke(request.getParameter("mbean"), request.getParameter("operation")));
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
