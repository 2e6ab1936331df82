package dev.accrue.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MethodTests {

    @Property(tries = 300)
    void theIdIsReadAsTheSameMethod(@ForAll("methods") Method method) {
        Method again = Method.parse(method.id());
        assertThat(again).isEqualTo(method).hasSameHashCodeAs(method);
        assertThat(again.id()).isEqualTo(method.id()).isEqualTo(method.toString());
        assertThat(again.name()).isEqualTo(method.name());
    }

    @Provide
    static Arbitrary<Method> methods() {
        Arbitrary<String> epsilon = Arbitraries.doubles()
                .between(0, 1)
                .edgeCases(config -> config.add(0.0, -0.0, 1e-3, 1e-4, 1e-300, 1.0))
                .map(value -> Double.toString(value));
        Arbitrary<String> prior = Arbitraries.of("counts", "uniform");
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of("pooled", "equal"),
                                Arbitraries.of("oas", "rblw", "fixed", "none"),
                                prior)
                        .as((covariance, shrinkage, p) ->
                                Method.of("lda", Map.of("covariance", covariance, "shrinkage", shrinkage, "prior", p))),
                epsilon.map(value -> Method.of("lda", Map.of("shrinkage", "fixed", "epsilon", value))),
                epsilon.map(value -> Method.of("slda", Map.of("epsilon", value))),
                Combinators.combine(epsilon, epsilon, prior)
                        .as((alpha, e, p) -> Method.of("qda", Map.of("alpha", alpha, "epsilon", e, "prior", p))),
                epsilon.map(value -> Method.of("fecam", Map.of("gamma1", value))),
                epsilon.map(value -> Method.of("ridge", Map.of("lambda", value))),
                Arbitraries.of("ncm", "ncm metric=cosine", "article", "ridge lambda=auto", "klda prior=uniform")
                        .map(Method::parse));
    }

    @Example
    void namesOnlyWhatIsNotAtItsDefaultAndSortsIt() {
        assertThat(Method.parse("article")).isEqualTo(Method.ARTICLE);
        assertThat(Method.parse("lda shrinkage=oas prior=counts covariance=pooled epsilon=1e-3")
                        .id())
                .isEqualTo("lda");
        assertThat(Method.parse("  LDA  shrinkage=Fixed\tprior=uniform epsilon=2E-3 ")
                        .id())
                .isEqualTo("lda epsilon=0.002 prior=uniform shrinkage=fixed");
        assertThat(Method.parse("slda epsilon=1.0e-4").id()).isEqualTo("slda");
        assertThat(Method.parse("qda alpha=1.00 epsilon=1e-12").id()).isEqualTo("qda epsilon=1e-12");
        assertThat(Method.parse("qda alpha=1000000").id()).isEqualTo("qda alpha=1000000");
        assertThat(Method.parse("fecam gamma1=-0").id()).isEqualTo("fecam gamma1=0");
        assertThat(Method.of("ncm", Map.of())).isNotEqualTo(Method.parse("ncm metric=cosine"));
    }

    @Example
    void everyDefaultThatIsDescribedIsTheDefault() {
        assertThat(Method.all())
                .extracting(Method.Description::name)
                .containsExactly("article", "lda", "ncm", "qda", "fecam", "slda", "ridge", "klda");
        for (Method.Description description : Method.all()) {
            assertThat(description.summary()).isNotEmpty();
            assertThat(description.options())
                    .isSortedAccordingTo((a, b) -> a.name().compareTo(b.name()));
            for (Method.Option option : description.options()) {
                Method method = Method.of(description.name(), Map.of(option.name(), option.defaultValue()));
                assertThat(method.id()).isEqualTo(description.name());
                assertThat(option.summary()).isNotEmpty();
            }
        }
        Method.Option shrinkage = Method.all().get(1).options().get(3);
        assertThat(shrinkage.values()).isEqualTo("oas|rblw|fixed|none");
        assertThat(Method.all().get(5).options())
                .containsExactly(new Method.Option(
                        "epsilon", "a number from 0 to 1", "0.0001", "weight of the identity in the covariance"));
    }

    @Example
    void saysWhatThereIsWhenAWordIsWrong() {
        refuses("lba", "unknown method \"lba\"; expected one of: article, lda, ncm, qda, fecam, slda, ridge, klda");
        refuses("", "unknown method \"\"; expected one of: article, lda, ncm, qda, fecam, slda, ridge, klda");
        refuses("article prior=uniform", "article has no option \"prior\"; it has none");
        refuses("ncm prior=uniform", "ncm has no option \"prior\"; it has metric (euclidean|cosine)");
        refuses("ncm metric=manhattan", "ncm metric=\"manhattan\" is not possible; expected one of euclidean|cosine");
        refuses("slda epsilon=2", "slda epsilon=\"2\" is not possible; expected a number from 0 to 1");
        refuses("slda epsilon=NaN", "slda epsilon=\"NaN\" is not possible; expected a number from 0 to 1");
        refuses("slda epsilon=", "slda epsilon=\"\" is not possible; expected a number from 0 to 1");
        refuses("qda alpha=-1", "qda alpha=\"-1\" is not possible; expected a number from 0 to 1000000");
        refuses(
                "ridge lambda=some",
                "ridge lambda=\"some\" is not possible; expected auto or a number from 0 to 1000000");
        refuses("lda uniform", "\"uniform\" is no option of a method; expected name=value, as in lda prior=uniform");
        refuses("lda =uniform", "\"=uniform\" is no option of a method; expected name=value, as in lda prior=uniform");
        refuses("lda prior=uniform prior=uniform", "the option prior stands twice; give it once");
        refuses(
                "lda epsilon=0.01",
                "lda epsilon=0.01 has no meaning with shrinkage=oas; say shrinkage=fixed as well, or leave epsilon out");
    }

    @Example
    void saysWhichProjectionAMethodNeeds() {
        assertThat(Method.parse("klda shrinkage=rblw").projection()).contains("fourier");
        assertThat(Method.all())
                .filteredOn(each -> Method.parse(each.name()).projection().isPresent())
                .extracting(Method.Description::name)
                .containsExactly("klda");
    }

    /** On features that have gone through the projection. */
    @Example
    void kldaIsLda() {
        List<ClassStatistics> classes = Oracle.classes(1, 3, 20, 4, 2, 1);
        for (String options : List.of("", " shrinkage=fixed epsilon=0.01 prior=uniform")) {
            assertThat(Method.parse("klda" + options).classifier(classes).parameters())
                    .isEqualTo(Method.parse("lda" + options).classifier(classes).parameters());
        }
        refuses(
                "klda epsilon=0.01",
                "klda epsilon=0.01 has no meaning with shrinkage=oas; say shrinkage=fixed as well, or leave epsilon out");
    }

    @Example
    void saysWhyThereIsNoLedoitWolfAndWhatThereIsInstead() {
        refuses(
                "lda shrinkage=ledoit-wolf",
                "lda shrinkage=\"ledoit-wolf\" is not possible; expected one of oas|rblw|fixed|none; ledoit-wolf itself"
                        + " needs the fourth moments of the features, which are not kept: rblw is what to expect of"
                        + " it, given the second moments");
    }

    private static void refuses(String text, String message) {
        assertThatThrownBy(() -> Method.parse(text))
                .isInstanceOfSatisfying(
                        AccrueException.class, e -> assertThat(e.category()).isEqualTo(Category.USAGE))
                .hasMessage(message);
    }

    /** What one method kept is not taken for another's. */
    @Example
    void refusesTheParametersOfAnotherKindOfMethod() {
        List<ClassStatistics> classes = Oracle.classes(1, 3, 20, 4, 2, 1);
        List<Method> kinds = List.of(
                Method.ARTICLE,
                Method.parse("lda"),
                Method.parse("ncm"),
                Method.parse("ncm metric=cosine"),
                Method.parse("ridge"),
                Method.parse("qda"));
        for (Method from : kinds) {
            double[] parameters = from.classifier(classes).parameters();
            for (Method to : kinds) {
                if (!to.equals(from)) {
                    assertThatThrownBy(() -> to.classifier(parameters))
                            .isInstanceOfSatisfying(
                                    AccrueException.class,
                                    e -> assertThat(e.category()).isEqualTo(Category.BAD_DATA))
                            .hasMessageContaining("fit the classifier again");
                }
            }
        }
    }
}
