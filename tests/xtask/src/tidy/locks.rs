//! Rule: a lock file of npm names no place to fetch from but npm's own registry.

use super::Violation;
use super::tree::Tree;

const REGISTRY: &str = "https://registry.npmjs.org/";

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (path, text) in tree.texts("package-lock.json") {
        for (index, line) in text.lines().enumerate() {
            let place = line.trim().strip_prefix("\"resolved\": \"");
            if place.is_some_and(|place| place.contains("://") && !place.starts_with(REGISTRY)) {
                violations.push(Violation {
                    file: path.to_owned(),
                    line: index + 1,
                    what: "a package comes from a place of its own".to_owned(),
                    why: "another machine may not reach it, or must not",
                    mend: "remove the line; `omit-lockfile-registry-resolved=true` in the folder's .npmrc keeps it out",
                });
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::samples::places;
    use super::check;

    #[test]
    fn a_mirror_in_a_lock_file_is_found() {
        let lock = "{\n  \"resolved\": \"https://mirror.example/vue.tgz\",\n  \"resolved\": \"https://registry.npmjs.org/vue.tgz\"\n}";
        assert_eq!(places(check, &[("host/web/ui/package-lock.json", lock)]), ["host/web/ui/package-lock.json:2"]);
        assert!(places(check, &[("host/web/ui/package-lock.json", "{\n  \"link\": true\n}")]).is_empty());
    }
}
