//! Rule: `docs/architecture.md` names every folder of the house, and none that is not there.

use super::Violation;
use super::tree::Tree;

const MAP: &str = "docs/architecture.md";
/// Folders whose own folders are rooms, to be named one by one.
const FLOORS: [&str; 6] = ["host/", "sdk/", "plugins/", "tests/", "wit/", "host/web/ui/src/"];
/// A room inside a room: what is in it is written in another language.
const INNER: &str = "host/web/ui/";
/// Made by running things, never there on a fresh clone.
const MADE: [&str; 2] = ["target/", ".demo/"];

pub(super) fn check(tree: &Tree) -> Vec<Violation> {
    let text = tree.text(MAP).unwrap_or_default();
    let named = named_folders(text);
    let folders = tree.folders();
    let violation = |line, what, why, mend| Violation { file: MAP.to_owned(), line, what, why, mend };
    let left_out =
        folders.iter().filter(|folder| is_room(folder)).filter(|room| !named.iter().any(|(_, n)| n == *room));
    let left_out = left_out.map(|room| {
        violation(
            1,
            format!("`{room}` is left out"),
            "a folder nobody explains is a folder nobody finds",
            "say in one sentence what lives there, with the path in backticks",
        )
    });
    let gone =
        named.iter().filter(|(_, name)| !folders.contains(name) && !MADE.iter().any(|made| name.starts_with(made)));
    let gone = gone.map(|(line, name)| {
        violation(
            *line,
            format!("`{name}` does not exist"),
            "a map that lies is worse than none",
            "correct or remove it",
        )
    });
    left_out.chain(gone).collect()
}

/// Top-level folders, hidden ones apart, and the rooms of each floor.
fn is_room(folder: &str) -> bool {
    let above = folder.trim_end_matches('/').rsplit_once('/').map_or("", |(above, _)| &folder[..=above.len()]);
    (above.is_empty() && !folder.starts_with('.')) || FLOORS.contains(&above) || folder == INNER
}

/// Folder paths in backticks, with their lines. What is plainly no path from the root is passed over: routes, patterns,
/// placeholders, and everything in fenced blocks.
fn named_folders(text: &str) -> Vec<(usize, &str)> {
    let mut in_fence = false;
    let mut named = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_fence = !in_fence;
        } else if !in_fence {
            let spans = line.split('`').skip(1).step_by(2);
            named.extend(spans.filter(|span| is_path(span)).map(|span| (index + 1, span)));
        }
    }
    named
}

fn is_path(span: &str) -> bool {
    let plain = span.chars().all(|c| c.is_alphanumeric() || "/._-".contains(c));
    let first = span.split('/').next().unwrap_or_default();
    // `DIR/` stands for a folder the reader chooses.
    let is_placeholder = first.chars().all(|c| c.is_ascii_uppercase());
    span.ends_with('/') && plain && !is_placeholder
}

#[cfg(test)]
mod tests {
    use super::super::samples::places;
    use super::*;

    const HOUSE: [(&str, &str); 4] =
        [("host/core/src/lib.rs", ""), ("wit/data/data.wit", ""), ("docs/style.md", ""), (".ci/run", "")];
    const RIGHT: &str = "# Map\n`host/` has `host/core/`; `wit/`: `wit/data/`.\n`docs/` too.\n";

    fn broken(map: &str) -> Vec<String> {
        let files: Vec<_> = HOUSE.into_iter().chain([(MAP, map)]).collect();
        check(&Tree::of(&files)).into_iter().map(|violation| violation.what).collect()
    }

    #[test]
    fn a_complete_map_is_right() {
        assert_eq!(broken(RIGHT), [""; 0]);
    }

    #[test]
    fn a_room_left_out_is_found() {
        assert_eq!(broken(&RIGHT.replace("`host/core/`", "host/core/")), ["`host/core/` is left out"]);
        assert_eq!(broken(&RIGHT.replace("`docs/`", "docs")), ["`docs/` is left out"]);
    }

    #[test]
    fn the_rooms_of_the_pages_are_named_and_what_is_inside_them_is_not() {
        let pages =
            ["host/web/ui/src/pages/FindPage.vue", "host/web/ui/src/map/layers/outline.ts", "host/web/src/a.rs"];
        let files: Vec<_> =
            pages.map(|path| (path, "")).into_iter().chain([(MAP, "`host/` `docs/` `host/web/`")]).collect();
        let left_out = check(&Tree::of(&files)).into_iter().map(|violation| violation.what);
        assert_eq!(
            left_out.collect::<Vec<_>>(),
            ["host/web/ui/", "host/web/ui/src/map/", "host/web/ui/src/pages/"]
                .map(|room| format!("`{room}` is left out"))
        );
    }

    #[test]
    fn a_room_that_is_gone_is_found_with_its_line() {
        let map = format!("{RIGHT}`host/attic/` holds what is left.\n");
        assert_eq!(broken(&map), ["`host/attic/` does not exist"]);
        let files: Vec<_> = HOUSE.into_iter().chain([(MAP, map.as_str())]).collect();
        assert_eq!(places(check, &files), ["docs/architecture.md:4"]);
    }

    #[test]
    fn routes_patterns_and_made_folders_are_passed_over() {
        let map =
            format!("{RIGHT}`/api/v1/`, `plugins/<name>/`, `DIR/plugins/`, `target/guests/`\n```\n`attic/`\n```\n");
        assert_eq!(broken(&map), [""; 0]);
    }

    #[test]
    fn no_map_leaves_everything_out() {
        let rooms = ["docs/", "host/", "host/core/", "wit/", "wit/data/"];
        assert_eq!(places(check, &HOUSE), rooms.map(|_| format!("{MAP}:1")));
    }
}
