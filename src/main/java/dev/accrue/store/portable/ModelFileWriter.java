package dev.accrue.store.portable;

import static dev.accrue.common.Messages.text;

import dev.accrue.common.AccrueException;
import dev.accrue.common.AccrueException.Category;
import dev.accrue.common.Cancellation;
import dev.accrue.common.Progress;
import dev.accrue.store.ContentDigest;
import dev.accrue.store.ModelClass;
import dev.accrue.store.ModelContent;
import dev.accrue.store.portable.Manifest.ViewPart;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a model in two rounds. The manifest comes first and gives the digests of all that follows, so every array is
 * asked for once to measure it and once to write it; one is held at a time, beside the weights and the means.
 */
final class ModelFileWriter {
    private final ModelContent content;
    private final Refusal refusal;
    private final Progress progress;
    private final ContentRules rules;
    private final List<ViewPart> views = new ArrayList<>();
    private final List<MeasuredEntry> entries = new ArrayList<>();

    ModelFileWriter(ModelContent content, Refusal refusal, Progress progress) {
        this.content = content;
        this.refusal = refusal;
        this.progress = progress;
        this.rules = new ContentRules(refusal);
    }

    void write(OutputStream out) throws IOException {
        measure();
        byte[] manifest = manifest();
        entries.add(0, MeasuredEntry.of(Manifest.ENTRY, () -> manifest));
        long bytes = entries.stream().mapToLong(each -> each.entry().bytes()).sum();
        long written = 0;
        for (MeasuredEntry each : entries) {
            Cancellation.check();
            byte[] again = each.again().get();
            if (!each.is(again)) {
                throw refusal.because(
                        text("modelFile.notTheSameTwice", each.entry().name()));
            }
            out.write(StoredZip.local(each.entry()));
            out.write(again);
            written += again.length;
            progress.update(new Progress.Step(text("modelFile.writing"), written, bytes, "bytes", ""));
        }
        out.write(StoredZip.directory(entries.stream().map(MeasuredEntry::entry).toList()));
    }

    private void measure() {
        byte[] weights = content.backbone().weights();
        rules.checkWeights(ContentDigest.ofWeights(weights), content.backbone().sha256());
        requireViews();
        entries.add(MeasuredEntry.of(Manifest.WEIGHTS, () -> weights));
        int measured = 0;
        for (int v = 0; v < content.views().size(); v++) {
            ModelContent.ViewContent view = content.views().get(v);
            MeasuredView measuring = new MeasuredView(view, content.backbone().sha256(), v, refusal);
            for (ModelClass each : content.classesOf(view.plan().id())) {
                measuring.measure(each);
                progress.update(new Progress.Step(
                        text("modelFile.preparing"),
                        ++measured,
                        content.classes().size(),
                        text("modelFile.unitClasses"),
                        ""));
            }
            entries.addAll(measuring.entries());
            views.add(measuring.part());
        }
    }

    private void requireViews() {
        Set<String> views =
                content.views().stream().map(view -> view.plan().id()).collect(Collectors.toSet());
        content.classes().stream()
                .filter(each -> !views.contains(each.view()))
                .findFirst()
                .ifPresent(each -> {
                    throw refusal.because(text("modelFile.viewNotOfModel", ViewPart.named(each.view(), each.label())));
                });
    }

    private byte[] manifest() {
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                Manifest.leastVersion(views),
                content.name(),
                content.method(),
                Manifest.Backbone.of(content.backbone()),
                views,
                content.history().stream().map(Manifest.Step::of).toList(),
                entries.stream().map(MeasuredEntry::listed).toList());
        rules.check(manifest);
        byte[] json = new ManifestJson().write(manifest);
        if (json.length > Manifest.MOST_BYTES) {
            throw new AccrueException(
                    Category.CONFLICT,
                    refusal.sentence(
                            text(
                                    "modelFile.manifestTooLong",
                                    content.history().size(),
                                    json.length,
                                    Manifest.MOST_BYTES),
                            text("modelFile.exportAShorter")));
        }
        return json;
    }
}
