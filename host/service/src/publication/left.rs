//! Where figures are left out: regions in which there is nobody must look the same as those in which there is somebody.

use super::family::Family;
use super::frame::{Frame, level_of};
use super::{Publication, said};
use lifang_core::capability::Readable;
use lifang_core::disclosure::{Node, Shown};
use lifang_core::query::{Figure, Group};
use lifang_core::region::RegionCode;
use lifang_core::value::Value;
use std::collections::{BTreeMap, BTreeSet};

impl Publication<'_> {
    /// Adds the groups of nobody beside those that are left out, held back like them.
    pub(super) async fn beside_the_left(
        &self,
        frame: &Frame<'_>,
        rows: &Family,
        groups: &mut Vec<Group>,
    ) -> lifang_store::Result<()> {
        let own = self.own(frame);
        let mut places: BTreeMap<Node, BTreeSet<usize>> = BTreeMap::new();
        for ((node, category), shown) in &rows.decisions {
            if node.len() == frame.depth && *shown == Shown::Left && node.starts_with(&own) {
                let parent = if node.len() > own.len() { node[..node.len() - 1].to_vec() } else { node.clone() };
                places.entry(parent).or_default().insert(*category);
            }
        }
        let mut seen: BTreeSet<String> = groups.iter().map(|group| said(&group.key)).collect();
        for (place, categories) in places {
            let codes =
                if place.len() < frame.depth { self.codes_below(frame, &place).await? } else { vec![String::new()] };
            for (code, category) in
                codes.iter().flat_map(|code| categories.iter().map(move |category| (code, category)))
            {
                let mut values = rows.values[*category].iter();
                let of_level = |level| match frame.chain.iter().position(|(known, ..)| *known == level) {
                    Some(position) if position < place.len() => place[position].clone(),
                    Some(_) => Some(code.clone()),
                    None => self.path.at(level).map(|region| region.code.as_str().to_owned()),
                };
                let part = |(key, _): &(&str, Readable)| match level_of(key) {
                    Some(level) => of_level(level).map(Value::Text),
                    None => values.next().cloned().flatten(),
                };
                let key: Vec<Option<Value>> = self.by.iter().map(part).collect();
                if seen.insert(said(&key)) {
                    groups.push(Group { key, figures: vec![Figure::Suppressed; self.query.measures.len()] });
                }
            }
        }
        groups.sort_by_cached_key(|group| self.order(rows, group));
        Ok(())
    }

    /// The codes of the regions directly below a place.
    async fn codes_below(&self, frame: &Frame<'_>, place: &Node) -> lifang_store::Result<Vec<String>> {
        let code = place.last().map_or(Some(frame.anchor.code.as_str()), Option::as_deref);
        let Some(code) = code.and_then(|code| RegionCode::parse(code).ok()) else { return Ok(Vec::new()) };
        let Some(region) = self.store.region_by_code(&code, self.at).await? else { return Ok(Vec::new()) };
        let children = self.store.children(region.id, self.at).await?;
        Ok(children.into_iter().map(|child| child.code.as_str().to_owned()).collect())
    }

    /// Where a group stands among the others: by its columns in turn, what is unknown last.
    fn order(&self, rows: &Family, group: &Group) -> Vec<(bool, usize, String)> {
        let is_category = |key: &str| level_of(key).is_none();
        let values = self.by.iter().zip(&group.key).filter(|((key, _), _)| is_category(key));
        let values: Vec<Option<Value>> = values.map(|(_, value)| value.clone()).collect();
        let rank = rows.categories.get(&said(&values)).copied().unwrap_or(usize::MAX);
        let part = |((key, _), value): (&(&str, Readable), &Option<Value>)| match (level_of(key), value) {
            (Some(_), code) => (code.is_none(), 0, code.as_ref().map(ToString::to_string).unwrap_or_default()),
            // Categories come in the store's order, which knows the numbers of codes.
            (None, _) => (false, rank, String::new()),
        };
        self.by.iter().zip(&group.key).map(part).collect()
    }
}
