/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.BiFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CasesTest {

    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    sealed interface Polygon extends Shape {}

    record Square(double side) implements Polygon {}

    record Triangle(double base, double height) implements Polygon {}

    non-sealed interface Other extends Shape {}

    record Blob() implements Other {}

    enum Colour {
        RED
    }

    @Test
    void eachValueGoesToTheCaseOfItsType() {
        BiFunction<Double, Shape, Double> area = Cases.<Double, Shape, Double>of(Shape.class)
                .on(Circle.class, (scale, circle) -> scale * circle.radius() * circle.radius() * 3)
                .on(Square.class, (scale, square) -> scale * square.side() * square.side())
                .on(Triangle.class, (scale, triangle) -> scale * triangle.base() * triangle.height() / 2)
                .on(Other.class, (scale, other) -> -1.0)
                .exhaustive();

        assertThat(area.apply(2.0, new Circle(1))).isEqualTo(6);
        assertThat(area.apply(2.0, new Square(3))).isEqualTo(18);
        assertThat(area.apply(2.0, new Triangle(3, 4))).isEqualTo(12);
        assertThat(area.apply(2.0, new Blob())).isEqualTo(-1);
    }

    @Test
    void aCaseOfASealedTypeBelowTheRootCoversAllThatItPermits() {
        BiFunction<String, Shape, String> name = Cases.<String, Shape, String>of(Shape.class)
                .on(Circle.class, (prefix, circle) -> prefix + "round")
                .on(Polygon.class, (prefix, polygon) -> prefix + "angular")
                .on(Other.class, (prefix, other) -> prefix + "odd")
                .exhaustive();

        assertThat(name.apply("is ", new Triangle(1, 1))).isEqualTo("is angular");
        assertThat(name.apply("is ", new Square(1))).isEqualTo("is angular");
    }

    @Test
    @Tag("S9")
    void missingCasesAreFoundWhenTheFunctionIsBuiltAndAllAreNamed() {
        Cases.Builder<String, Shape, String> incomplete =
                Cases.<String, Shape, String>of(Shape.class).on(Square.class, (prefix, square) -> prefix);

        assertThatThrownBy(incomplete::exhaustive)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CasesTest$Shape")
                .hasMessageContaining("none for Circle, Triangle, Other");
    }

    @Test
    void twoCasesOfOneTypeAreRefused() {
        Cases.Builder<String, Shape, String> builder =
                Cases.<String, Shape, String>of(Shape.class).on(Square.class, (prefix, square) -> prefix);

        assertThatThrownBy(() -> builder.on(Polygon.class, (prefix, polygon) -> prefix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a second was given")
                .hasMessageContaining("Square");
    }

    @Test
    void aTypeThatIsNotSealedIsRefused() {
        assertThatThrownBy(() -> Cases.of(Colour.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a sealed type")
                .hasMessageContaining("Colour");
    }
}
