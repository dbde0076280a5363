//! Entries of code tables as people write them: number, code, Chinese, English, and other words for the same.

use super::narrow::heading;
use super::worded_codes;
use crate::dataset::Schema;
use std::collections::{BTreeMap, HashMap};

/// The words of one code table, each leading to a code.
#[derive(Clone, Debug, Default)]
pub struct CodeWords {
    codes: HashMap<String, String>,
    /// What people may write, for messages.
    known: Vec<String>,
}

impl CodeWords {
    /// The words of a table, and `own` ones before them: word → code, number or word of the table.
    ///
    /// # Errors
    /// The first of `own` that leads nowhere.
    pub fn new(table: &str, own: &BTreeMap<String, String>) -> Result<Self, String> {
        let mut words = Self::default();
        for code in Schema::v1().table(table) {
            words.add(&code.key, &[&code.key, &code.title.zh, &code.title.en, &code.number.to_string()]);
            words.known.push(code.title.zh.clone());
        }
        for (code, others) in worded_codes(table) {
            words.add(&code.key, &[&code.key, &code.title.zh, &code.title.en, &code.number.to_string()]);
            others.iter().for_each(|other| words.add(&code.key, &[other]));
            if !words.known.contains(&code.title.zh) {
                words.known.push(code.title.zh);
            }
        }
        let resolved: Result<Vec<_>, String> = own
            .iter()
            .map(|(word, code)| words.find(code).map(|code| (word, code.to_owned())).ok_or_else(|| code.clone()))
            .collect();
        for (word, code) in resolved? {
            words.codes.insert(heading(word), code);
        }
        Ok(words)
    }

    /// A table of nothing but `own` words: word → what is meant.
    #[must_use]
    pub fn of_own(own: &BTreeMap<String, String>) -> Self {
        let codes = own.iter().map(|(word, meant)| (heading(word), meant.clone())).collect();
        Self { codes, known: Vec::new() }
    }

    /// The code a word stands for.
    #[must_use]
    pub fn find(&self, word: &str) -> Option<&str> {
        self.codes.get(&heading(word)).map(String::as_str)
    }

    /// What people may write.
    #[must_use]
    pub fn known(&self) -> &[String] {
        &self.known
    }

    /// The first table that has a word keeps it.
    fn add(&mut self, code: &str, words: &[&str]) {
        for word in words {
            self.codes.entry(heading(word)).or_insert_with(|| code.to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn number_code_words_and_the_mappings_own_lead_to_a_code() {
        let own = BTreeMap::from([("甲".to_owned(), "male".to_owned()), ("乙类".to_owned(), "2".to_owned())]);
        let words = CodeWords::new("sex", &own).unwrap();
        for (word, code) in
            [("1", "male"), ("Male", "male"), ("男", "male"), ("男性", "male"), ("甲", "male"), ("乙类", "female")]
        {
            assert_eq!(words.find(word), Some(code), "{word}");
        }
        assert_eq!(words.find("未知"), None);
        assert_eq!(words.known(), ["男", "女"]);
        let astray = BTreeMap::from([("丙".to_owned(), "neuter".to_owned())]);
        assert_eq!(CodeWords::new("sex", &astray).unwrap_err(), "neuter");
    }
}
