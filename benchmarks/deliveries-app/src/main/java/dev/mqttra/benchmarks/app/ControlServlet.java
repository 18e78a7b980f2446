package dev.mqttra.benchmarks.app;

import dev.mqttra.benchmarks.caller.Calls;
import jakarta.ejb.EJB;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Path;

/** Starts and stops the caller, and says how many calls there were. */
@WebServlet("/control")
public class ControlServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private Row row;

    private final transient Display display = new Display();

    @Override
    public void destroy() {
        display.end();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String start = request.getParameter("call");
        String file = request.getParameter("show");
        try {
            if (request.getParameter("table") != null) {
                row.create();
            } else if (request.getParameter("empty") != null) {
                row.removeAll();
            } else if (start != null) {
                Calls.start(
                        start,
                        Integer.parseInt(request.getParameter("threads")),
                        Integer.parseInt(request.getParameter("payload")));
            } else if (request.getParameter("stop") != null) {
                Calls.stop();
            } else if (file != null) {
                display.show(Path.of(file));
            }
        } catch (Exception e) {
            throw new ServletException(e);
        }
        response.setContentType("text/plain");
        response.getWriter().print(Counter.CALLS.sum());
    }
}
