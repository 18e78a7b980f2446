package dev.mqttra.kill.app;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Tells the test what is in the database. */
@WebServlet("/rows")
public class RowsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private Rows rows;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        String topic = request.getParameter("topic");
        if (topic != null) {
            response.getWriter().print(rows.count(topic, Long.parseLong(request.getParameter("from"))));
        } else if (request.getParameter("create") != null) {
            rows.create();
        } else {
            response.getWriter().print(rows.inDoubt());
        }
    }
}
