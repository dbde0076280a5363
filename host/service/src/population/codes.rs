//! The numbers of the contract's code tables (`wit/data/datasets.toml`) that a population uses.

/// Table `sex`.
pub(super) mod sex {
    pub(in crate::population) const MALE: u8 = 1;
    pub(in crate::population) const FEMALE: u8 = 2;
}

/// Table `living`.
pub(super) mod living {
    pub(in crate::population) const FAMILY: u8 = 1;
    pub(in crate::population) const SPOUSE: u8 = 2;
    pub(in crate::population) const ALONE: u8 = 3;
    pub(in crate::population) const CARER: u8 = 4;
    pub(in crate::population) const INSTITUTION: u8 = 5;
    pub(in crate::population) const CHILD_ONLY: u8 = 6;
}

/// Bits of table `care`.
pub(super) mod care {
    pub(in crate::population) const ALONE_80: u16 = 1;
    pub(in crate::population) const DISABLED: u16 = 1 << 1;
    pub(in crate::population) const DEMENTIA: u16 = 1 << 2;
    pub(in crate::population) const EXTREMELY_POOR: u16 = 1 << 3;
    pub(in crate::population) const LOW_INCOME: u16 = 1 << 4;
    pub(in crate::population) const CHRONIC_SEVERE: u16 = 1 << 5;
    pub(in crate::population) const MENTAL: u16 = 1 << 6;
    pub(in crate::population) const LEFT_BEHIND_CHILD: u16 = 1 << 7;
    pub(in crate::population) const BEREAVED_PARENT: u16 = 1 << 8;
    pub(in crate::population) const PREGNANT: u16 = 1 << 9;
    pub(in crate::population) const VETERAN: u16 = 1 << 10;
}

/// Table `residence`.
pub(super) mod residence {
    pub(in crate::population) const REGISTERED_HERE: u8 = 1;
    pub(in crate::population) const REGISTERED_AWAY: u8 = 2;
    pub(in crate::population) const HERE_UNREGISTERED: u8 = 3;
    pub(in crate::population) const FLOATING: u8 = 4;
}

/// Table `house_use`.
pub(super) mod house_use {
    pub(in crate::population) const OWNER: u8 = 1;
    pub(in crate::population) const RENTED: u8 = 2;
    pub(in crate::population) const SHARED: u8 = 3;
    pub(in crate::population) const VACANT: u8 = 4;
    pub(in crate::population) const BUSINESS: u8 = 5;
}

/// Table `unit_kind`.
pub(super) mod unit_kind {
    pub(in crate::population) const SHOP: u8 = 1;
    pub(in crate::population) const RESTAURANT: u8 = 2;
    pub(in crate::population) const ENTERPRISE: u8 = 3;
    pub(in crate::population) const SCHOOL: u8 = 4;
    pub(in crate::population) const MEDICAL: u8 = 5;
    pub(in crate::population) const PUBLIC: u8 = 6;
    pub(in crate::population) const SOCIAL: u8 = 7;
    pub(in crate::population) const PROPERTY_FIRM: u8 = 8;
    pub(in crate::population) const ELDERLY_CARE: u8 = 9;
}

#[cfg(test)]
mod tests {
    use super::*;
    use lifang_core::dataset::Schema;

    fn check(table: &str, wanted: &[(&str, u16)]) {
        let number = |key: &str| Schema::v1().number(table, key).map(u16::from);
        for &(key, wanted) in wanted {
            assert_eq!(number(key), Some(wanted), "{table}.{key}");
        }
        assert_eq!(Schema::v1().table(table).len(), wanted.len(), "{table} has other codes too");
    }

    #[test]
    fn the_numbers_are_the_contracts() {
        check("sex", &[("male", sex::MALE.into()), ("female", sex::FEMALE.into())]);
        let living = [
            ("family", living::FAMILY.into()),
            ("spouse", living::SPOUSE.into()),
            ("alone", living::ALONE.into()),
            ("carer", living::CARER.into()),
            ("institution", living::INSTITUTION.into()),
            ("child-only", living::CHILD_ONLY.into()),
        ];
        check("living", &living);
        let care = [
            ("alone-80", care::ALONE_80),
            ("disabled", care::DISABLED),
            ("dementia", care::DEMENTIA),
            ("extremely-poor", care::EXTREMELY_POOR),
            ("low-income", care::LOW_INCOME),
            ("chronic-severe", care::CHRONIC_SEVERE),
            ("mental", care::MENTAL),
            ("left-behind-child", care::LEFT_BEHIND_CHILD),
            ("bereaved-parent", care::BEREAVED_PARENT),
            ("pregnant", care::PREGNANT),
            ("veteran", care::VETERAN),
        ];
        check("care", &care.map(|(key, bit)| (key, u16::try_from(bit.trailing_zeros()).unwrap())));
        let residence = [
            ("registered-here", residence::REGISTERED_HERE.into()),
            ("registered-away", residence::REGISTERED_AWAY.into()),
            ("here-unregistered", residence::HERE_UNREGISTERED.into()),
            ("floating", residence::FLOATING.into()),
        ];
        check("residence", &residence);
        let house_use = [
            ("owner", house_use::OWNER.into()),
            ("rented", house_use::RENTED.into()),
            ("shared", house_use::SHARED.into()),
            ("vacant", house_use::VACANT.into()),
            ("business", house_use::BUSINESS.into()),
        ];
        check("house_use", &house_use);
        let unit_kind = [
            ("shop", unit_kind::SHOP.into()),
            ("restaurant", unit_kind::RESTAURANT.into()),
            ("enterprise", unit_kind::ENTERPRISE.into()),
            ("school", unit_kind::SCHOOL.into()),
            ("medical", unit_kind::MEDICAL.into()),
            ("public", unit_kind::PUBLIC.into()),
            ("social", unit_kind::SOCIAL.into()),
            ("property-firm", unit_kind::PROPERTY_FIRM.into()),
            ("elderly-care", unit_kind::ELDERLY_CARE.into()),
        ];
        check("unit_kind", &unit_kind);
    }
}
