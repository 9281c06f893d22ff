package dev.tallystick.house;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.lang.model.element.Modifier;
import javax.lang.model.type.DeclaredType;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** All Java sources of the project as the compiler's syntax trees, with types. */
final class SourceTree {
    private final Path root;
    private final List<Path> files;
    private final List<CompilationUnitTree> units;
    private final Trees trees;

    private SourceTree(Path root, List<Path> files, List<CompilationUnitTree> units, Trees trees) {
        this.root = root;
        this.files = files;
        this.units = units;
        this.trees = trees;
    }

    static SourceTree of(Path root) throws IOException {
        List<Path> files = new ArrayList<>();

        for (Path module : directories(root)) {
            collect(module.resolve("src/main/java"), files);
            collect(module.resolve("src/test/java"), files);
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null);
        JavacTask task =
                (JavacTask)
                        compiler.getTask(
                                new StringWriter(),
                                manager,
                                diagnostic -> {},
                                List.of("-proc:none", "-cp", System.getProperty("java.class.path")),
                                null,
                                manager.getJavaFileObjectsFromPaths(files));
        List<CompilationUnitTree> units = new ArrayList<>();
        task.parse().forEach(units::add);
        task.analyze();
        return new SourceTree(root, files, units, Trees.instance(task));
    }

    private static List<Path> directories(Path root) throws IOException {
        try (Stream<Path> entries = Files.list(root)) {
            return entries.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void collect(Path sources, List<Path> into) throws IOException {
        if (Files.isDirectory(sources)) {
            try (Stream<Path> walk = Files.walk(sources)) {
                walk.filter(file -> file.toString().endsWith(".java")).sorted().forEach(into::add);
            }
        }
    }

    List<Path> files() {
        return files;
    }

    String name(Path file) {
        return root.relativize(file).toString();
    }

    List<Path> mainPackages() {
        return files.stream()
                .filter(file -> file.toString().contains("/src/main/"))
                .map(Path::getParent)
                .distinct()
                .toList();
    }

    List<String> methodsLongerThan(int lines) {
        return find(
                new Finder() {
                    @Override
                    public @Nullable Void visitMethod(MethodTree method, List<String> found) {
                        long length = lineOf(method, false) - lineOf(method, true) + 1;
                        if (length > lines) {
                            found.add(at(method) + " " + method.getName() + ": " + length);
                        }
                        return super.visitMethod(method, found);
                    }
                });
    }

    List<String> selections(String text, Predicate<String> where) {
        return find(
                new Finder() {
                    @Override
                    public @Nullable Void visitMemberSelect(
                            MemberSelectTree select, List<String> found) {
                        if (select.toString().equals(text) && where.test(at(select))) {
                            found.add(at(select));
                        }
                        return super.visitMemberSelect(select, found);
                    }
                });
    }

    List<String> typesNamedLike(Pattern pattern) {
        return find(
                new Finder() {
                    @Override
                    public @Nullable Void visitClass(ClassTree type, List<String> found) {
                        if (pattern.matcher(type.getSimpleName()).matches()) {
                            found.add(at(type) + " " + type.getSimpleName());
                        }
                        return super.visitClass(type, found);
                    }
                });
    }

    List<String> defaultsOverSealedTypes() {
        return find(
                new Finder() {
                    @Override
                    public @Nullable Void visitSwitch(SwitchTree tree, List<String> found) {
                        check(tree, tree.getExpression(), tree.getCases(), found);
                        return super.visitSwitch(tree, found);
                    }

                    @Override
                    public @Nullable Void visitSwitchExpression(
                            SwitchExpressionTree tree, List<String> found) {
                        check(tree, tree.getExpression(), tree.getCases(), found);
                        return super.visitSwitchExpression(tree, found);
                    }

                    private void check(
                            Tree tree,
                            ExpressionTree selector,
                            List<? extends CaseTree> cases,
                            List<String> found) {
                        if (isSealed(new TreePath(getCurrentPath(), selector))
                                && cases.stream().anyMatch(Finder::isDefault)) {
                            found.add(at(tree));
                        }
                    }
                });
    }

    private boolean isSealed(TreePath selector) {
        return trees.getTypeMirror(selector) instanceof DeclaredType type
                && type.asElement().getModifiers().contains(Modifier.SEALED);
    }

    private List<String> find(Finder finder) {
        List<String> found = new ArrayList<>();
        for (CompilationUnitTree unit : units) {
            finder.scan(unit, found);
        }
        return found;
    }

    /** Visits every unit and knows where it is. */
    private abstract class Finder extends TreePathScanner<@Nullable Void, List<String>> {
        private @Nullable CompilationUnitTree unit;

        @Override
        public @Nullable Void visitCompilationUnit(
                CompilationUnitTree entered, List<String> found) {
            unit = entered;
            return super.visitCompilationUnit(entered, found);
        }

        long lineOf(Tree tree, boolean first) {
            var positions = trees.getSourcePositions();
            long position =
                    first
                            ? positions.getStartPosition(unit, tree)
                            : positions.getEndPosition(unit, tree);
            return getCurrentPath().getCompilationUnit().getLineMap().getLineNumber(position);
        }

        String at(Tree tree) {
            Path file = Path.of(getCurrentPath().getCompilationUnit().getSourceFile().toUri());
            return name(file) + ":" + lineOf(tree, true);
        }

        static boolean isDefault(CaseTree branch) {
            return branch.getLabels().stream().anyMatch(DefaultCaseLabelTree.class::isInstance);
        }
    }
}
