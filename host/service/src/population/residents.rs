//! From a household on paper to residents with names, identifiers, living and care situations.

use super::CommunityContext;
use super::care::{self, Situation};
use super::census::Kind;
use super::codes::{care as bits, house_use, living, residence as codes, sex};
use super::dice::Dice;
use super::households::{Household, Member, Role};
use super::identity::{Identities, phone};
use super::names::{self, People};
use super::residence::{self, Origin};
use lifang_core::base_data::{PersonFacts, ResidentDraft};
use lifang_core::clock::Date;
use lifang_core::resident_id::ResidentId;

/// Makes the residents of a community, house by house.
#[derive(Debug)]
pub(super) struct Residents {
    dice: Dice,
    today: Date,
    village: bool,
    district: String,
    identities: Identities,
}

/// What the members of a household have in common.
struct Home {
    kind: Kind,
    residence: u8,
    built: u16,
    since: Date,
    low_income: bool,
    bereaved: bool,
    people: People,
    surname: &'static str,
    /// How many of them live there.
    present: usize,
}

impl Residents {
    pub(super) fn new(dice: Dice, today: Date, community: &CommunityContext) -> Self {
        let (village, district) = (community.is_village(), community.district_code.to_string());
        Self { dice, today, village, district, identities: Identities::new(community) }
    }

    /// The household's residents in a building finished in `built`, and what the house is used for (table `house_use`).
    pub(super) fn move_in(&mut self, household: &Household, built: u16) -> (Vec<ResidentDraft>, u8) {
        let Household { kind, members } = household;
        let residence = residence::of_household(&mut self.dice, *kind, self.village);
        let away: Vec<bool> = members.iter().map(|member| self.is_away(residence, *member)).collect();
        let home = self.home(*kind, residence, members, built, away.iter().filter(|away| !**away).count());
        let mut residents: Vec<ResidentDraft> =
            members.iter().zip(&away).map(|(member, &away)| self.resident(&home, *member, away)).collect();
        self.visit(&home, &mut residents);
        (residents, self.house_use(&home))
    }

    fn home(&mut self, kind: Kind, residence: u8, members: &[Member], built: u16, present: usize) -> Home {
        let dice = &mut self.dice;
        let oldest = members.iter().map(|member| member.age).max().unwrap_or(20);
        let since = residence::since(dice, self.today, residence, built, oldest);
        let poor = if self.village { 60 } else { 18 };
        let low_income = dice.chance(poor) && !matches!(kind, Kind::Shared);
        let childless = matches!(kind, Kind::Couple | Kind::ElderCouple | Kind::ElderAlone);
        let bereaved = dice.chance(9) && childless;
        let people = names::people(dice, &self.district);
        let surname = names::surname(dice, people);
        Home { kind, residence, built, since, low_income, bereaved, people, surname, present }
    }

    /// Whole households that are registered here and live elsewhere, and grown-up children who study or work in other cities.
    fn is_away(&mut self, residence: u8, member: Member) -> bool {
        let leaves = member.role == Role::Child && (18..31).contains(&member.age) && self.dice.chance(110);
        residence == codes::REGISTERED_AWAY || (residence == codes::REGISTERED_HERE && leaves)
    }

    fn resident(&mut self, home: &Home, member: Member, away: bool) -> ResidentDraft {
        let (residence, since) = match member.role {
            Role::Carer => {
                let came = residence::since(&mut self.dice, self.today, codes::FLOATING, home.built, member.age);
                (codes::FLOATING, home.since.max(came))
            }
            _ if away => (codes::REGISTERED_AWAY, home.since),
            _ => (home.residence, home.since),
        };
        let mut person = self.identify(home, member);
        person.living = if away { self.living_away(home) } else { living_here(home, member) };
        let situation = Situation {
            age: member.age,
            sex: member.sex,
            alone: person.living == Some(living::ALONE),
            parents_away: matches!(home.kind, Kind::SkipGeneration | Kind::MinorAlone),
            low_income: home.low_income && member.role != Role::Carer,
            bereaved: home.bereaved,
            village: self.village,
        };
        person.care = care::of(&mut self.dice, &situation);
        let since = since.max(person.birth.unwrap_or(since));
        ResidentDraft { person, residence, since, last_visit: None }
    }

    /// A visit is to the whole household; who is away or came later was not met.
    fn visit(&mut self, home: &Home, residents: &mut [ResidentDraft]) {
        const NOT_FRAIL: u16 = bits::VETERAN | bits::LOW_INCOME;
        let is_frail = |resident: &ResidentDraft| {
            let age = resident.person.birth.and_then(|birth| self.today.years_since(birth));
            resident.person.care & !NOT_FRAIL != 0 || age >= Some(80)
        };
        let frail = residents.iter().any(is_frail);
        let visit = residence::last_visit(&mut self.dice, self.today, home.since, home.residence, frail);
        for resident in residents {
            let met = resident.residence != codes::REGISTERED_AWAY || home.present == 0;
            resident.last_visit = visit.filter(|&visit| met && visit >= resident.since);
        }
    }

    /// Old people who live elsewhere live in an institution; of others it is not known with whom.
    fn living_away(&mut self, home: &Home) -> Option<u8> {
        let old = home.kind == Kind::ElderAlone;
        (old && self.dice.chance(700)).then_some(living::INSTITUTION)
    }

    fn identify(&mut self, home: &Home, member: Member) -> PersonFacts {
        let dice = &mut self.dice;
        let origin = match member.role {
            Role::Carer => Origin::Province,
            _ => residence::origin(dice, home.residence),
        };
        let (birth, id) = self.identities.draw(dice, self.today, member.age, member.sex, origin);
        let kin = match member.role {
            Role::Spouse | Role::Tenant | Role::Carer => false,
            Role::Parent => member.sex == sex::MALE,
            Role::Head | Role::Child | Role::Grandchild => true,
        };
        let surname = if kin { home.surname } else { names::surname(dice, home.people) };
        let given = names::given(dice, home.people, member.sex, birth.ymd().0);
        let without_phone = match member.age {
            0..12 => 1000,
            12..16 => 400,
            16..70 => 15,
            70..80 => 60,
            _ => 220,
        };
        let phone = (!dice.chance(without_phone)).then(|| phone(dice));
        PersonFacts {
            name: Some(format!("{surname}{given}")),
            sex: Some(member.sex),
            birth: Some(birth),
            resident_id: id.as_ref().map(ResidentId::as_str).map(str::to_owned),
            phone,
            living: None,
            care: 0,
        }
    }

    fn house_use(&mut self, home: &Home) -> u8 {
        let let_out = match home.residence {
            codes::REGISTERED_HERE => 30,
            codes::HERE_UNREGISTERED => 400,
            codes::FLOATING => 720,
            _ => 0,
        };
        match home.kind {
            Kind::Shared => house_use::SHARED,
            _ if home.present == 0 => house_use::VACANT,
            _ if self.dice.chance(let_out) => house_use::RENTED,
            _ => house_use::OWNER,
        }
    }
}

/// Table `living`, from those who are there; nothing for people who share a dwelling without being kin.
fn living_here(home: &Home, member: Member) -> Option<u8> {
    match (home.kind, member.role) {
        (Kind::Shared, _) | (_, Role::Carer) => None,
        (Kind::WithCarer, _) => Some(living::CARER),
        _ if home.present == 1 && member.age < 18 => Some(living::CHILD_ONLY),
        _ if home.present == 1 => Some(living::ALONE),
        (Kind::Couple | Kind::ElderCouple | Kind::OneChild, Role::Head | Role::Spouse) if home.present == 2 => {
            Some(living::SPOUSE)
        }
        _ => Some(living::FAMILY),
    }
}
