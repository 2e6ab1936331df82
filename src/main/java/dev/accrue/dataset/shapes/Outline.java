package dev.accrue.dataset.shapes;

import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/**
 * What a class looks like.
 *
 * @param name of the class
 * @param path an outline that fits the unit circle, upright
 */
record Outline(String name, Shape path) {

    /** The classes, in order. */
    static final List<Outline> ALL = List.of(
            new Outline("circle", disc(0, 0.85)),
            new Outline("triangle", star(3, 0.5)),
            new Outline("cross", union(box(1, 0.3), box(0.3, 1))),
            new Outline("ring", difference(disc(0, 0.95), disc(0, 0.5))),
            new Outline("star", star(5, 0.4)),
            new Outline("square", box(0.72, 0.72)),
            new Outline("crescent", difference(disc(0, 0.95), disc(0.5, 0.8))),
            new Outline("heart", heart()),
            new Outline("arrow", polygon(0, -1, 0.8, 0, 0.27, 0, 0.27, 1, -0.27, 1, -0.27, 0, -0.8, 0)),
            new Outline("hourglass", polygon(-0.68, -0.72, 0.68, -0.72, 0.12, 0, 0.68, 0.72, -0.68, 0.72, -0.12, 0)));

    Shape transformed(AffineTransform transform) {
        return transform.createTransformedShape(path);
    }

    private static Shape disc(double x, double radius) {
        return new Ellipse2D.Double(x - radius, -radius, 2 * radius, 2 * radius);
    }

    private static Shape box(double halfWidth, double halfHeight) {
        return new Rectangle2D.Double(-halfWidth, -halfHeight, 2 * halfWidth, 2 * halfHeight);
    }

    private static Shape union(Shape one, Shape other) {
        Area area = new Area(one);
        area.add(new Area(other));
        return area;
    }

    private static Shape difference(Shape one, Shape other) {
        Area area = new Area(one);
        area.subtract(new Area(other));
        return area;
    }

    /** Points on the unit circle, and between them points on a smaller one. */
    private static Shape star(int points, double inner) {
        double[] corners = new double[4 * points];
        for (int i = 0; i < 2 * points; i++) {
            double radius = i % 2 == 0 ? 1 : inner;
            corners[2 * i] = radius * StrictMath.sin(i * StrictMath.PI / points);
            corners[2 * i + 1] = -radius * StrictMath.cos(i * StrictMath.PI / points);
        }
        return polygon(corners);
    }

    private static Shape heart() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, 0.95);
        path.curveTo(-0.5, 0.45, -1, 0.15, -0.95, -0.35);
        path.curveTo(-0.9, -0.95, -0.15, -0.95, 0, -0.3);
        path.curveTo(0.15, -0.95, 0.9, -0.95, 0.95, -0.35);
        path.curveTo(1, 0.15, 0.5, 0.45, 0, 0.95);
        path.closePath();
        return path;
    }

    private static Shape polygon(double... corners) {
        Path2D path = new Path2D.Double();
        path.moveTo(corners[0], corners[1]);
        for (int i = 2; i < corners.length; i += 2) {
            path.lineTo(corners[i], corners[i + 1]);
        }
        path.closePath();
        return path;
    }
}
