package dev.mqttra.it.app;

import jakarta.ejb.EJB;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Lets a test outside the server ask the application's database. */
@WebServlet("/rows")
public class RowsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @EJB
    private transient Rows rows;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(String.join("\n", rows.query(request.getParameter("sql"))));
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        rows.execute(request.getParameter("sql"));
    }
}
