## Home visit

home-visit = Home visit

household = The household
met = Who was met
met-resident = The resident
met-family = Family
met-neighbour = A neighbour or somebody else who knows
met-nobody = Nobody at home
next-try = Day agreed for another visit
next-try-wrong = The next visit should be between { $first } and { $last }
living = Who the resident lives with
living-family = Family
living-spouse = Spouse only
living-alone = Alone
living-carer = A carer
living-institution = In an institution
living-child-only = A minor on their own
phone = Phone of the person
phone-hint = Confirm it where nothing has changed
phone-wrong = A phone number has 5 to 20 digits, with + - spaces or brackets between them
age = Age in full years
age-differs = Base data says { $recorded }, more than a year apart; please check
child-only-is-adult = At { $age } nobody is “a minor on their own”; please check
minors = Minors in the household
minors-none = With “a minor on their own” there cannot be 0 minors
care = Care situations
care-hint = Sensitive: fill in only to decide how to visit and help; leave out what is not certain
care-alone-80 = 80 or older and living alone
care-disabled = Severely disabled
care-dementia = Dementia
care-extremely-poor = Extremely poor
care-low-income = Minimum living allowance
care-chronic-severe = Severe hypertension or heart disease
care-mental = Severe mental disorder
care-left-behind-child = Left-behind child
care-bereaved-parent = Lost an only child
care-pregnant = Pregnant or just delivered
care-veteran = Entitled veteran or kin
visit-again = Nobody was at home; visit again as agreed
nobody-met = Nobody was at home; another visit is agreed for { $day }

elderly = Elderly resident
selfcare = Self-care
selfcare-able = Able
selfcare-partly = Partly able
selfcare-unable = Unable
meals = Daily meals are secured
contact = There is an emergency contact who can be reached
family-days = Days since family was last in touch
helpless-alone = Unable to care for themselves and living alone
visit-helpless = Unable to care for themselves and alone: see again by tomorrow
escalate-helpless = An elderly resident cannot care for themselves and lives alone; the street is asked to arrange care
because-helpless-alone = The resident cannot care for themselves and nobody lives with them; such elderly are to be visited at once and cared for
no-meals = Meals are not secured
arrange-meals = Arrange a meal service
because-no-meals = The resident is not fully able to care for themselves and daily meals are not secured
no-contact = No emergency contact
arrange-contact = Help to name an emergency contact
because-no-contact = An elderly resident lives alone without an emergency contact who can be reached
family-silent = Family has not been in touch for { $days } days
tell-family = Please remind those who owe support: no contact for { $days } days
because-family-silent = Family living apart should visit or greet their elders often; there has been no contact for { $days } days

disability = Disability, dementia and mental disorder
carer = Who cares for the resident
carer-family = Family
carer-hired = A hired carer
carer-none = Nobody
disability-card = Holds a disability card (or needs none)
aids-wanted = Needs assistive devices or rehabilitation
no-carer = Needs care and has nobody
visit-no-carer = Needs care and has nobody: see again by tomorrow
escalate-no-carer = A resident needs care and has nobody; the street is asked to arrange it
because-no-carer = A resident with severe disability, dementia or mental disorder has no carer: those who owe support do not give it, or there are none
no-disability-card = No disability card yet
because-no-disability-card = The card is issued by the disabled persons’ federation of the registered residence, on application by choice
arrange-aids = Pass the need for devices or rehabilitation on to the disabled persons’ federation
because-aids-wanted = The resident asks for assistive devices or rehabilitation, to which the law gives a right

child = Minors
guardian = Who in fact looks after them
guardian-parents = Parents
guardian-grandparents = Grandparents
guardian-other = Another adult
guardian-none = Nobody
school = All children of school age attend school (yes if there are none)
danger = Signs of injury, abuse or abandonment
danger-hint = Community staff who suspect harm to a minor must report it at once to the police and other authorities
danger-note = What was seen or heard
child-in-danger = A minor may have been harmed
report-danger = Report to the police at once and make sure the minor is safe
escalate-danger = A minor may have been harmed; an immediate report to the police has been asked for
because-danger = Where harm to a minor is suspected, the police, civil affairs and education authorities must be told at once
no-guardian = A minor has nobody to look after them
visit-no-guardian = A minor without a guardian: see again by tomorrow
escalate-no-guardian = A minor has nobody to look after them; the street is asked to reach a guardian or civil affairs
because-no-guardian = A residents’ committee that finds guardianship missing reports it and helps to arrange care
not-at-school = A child of school age does not attend school
ask-school = Ask why and urge enrolment
because-not-at-school = Residents’ committees help the government to see children of school age enrolled

safety = Fire and gas
gas = Gas used
gas-piped = Piped
gas-bottled = Bottled
gas-none = None
gas-smell = Gas can be smelt
gas-smell-hint = Open windows, shut the valve, telephone from outside; touch no switch
gas-hose = Gas hose
gas-hose-metal = Metal
gas-hose-rubber = Rubber
gas-hose-unseen = Cannot be seen
ebike = Where e-bikes or their batteries are charged
ebike-none = No e-bike
ebike-outside = At a shared charger outside
ebike-home = At home
ebike-stairwell = In a corridor, stairwell or lobby
exit-clear = Stairwell and exits are clear
gas-leaks = Gas may be leaking
call-gas-company = Gas may be leaking; please come at once
because-gas-leaks = Whoever finds a gas hazard must tell the gas company at once
rubber-hose = The cooker is connected with a rubber hose
change-hose = Please inspect and advise on a metal hose
because-rubber-hose = A hose must last at least as long as the appliance; rubber does not
ebike-inside = An e-bike or battery is charged indoors
move-ebike = Persuade the household to use the shared charger
because-ebike-stairwell = Parking and charging in a corridor, stairwell or lobby occupies an escape route, which nobody may do
because-ebike-home = A battery that burns at home endangers the whole building; everybody has to prevent fires
exit-blocked = The stairwell or an exit is blocked
clear-exit = Clear the stairwell and exits
because-exit-blocked = Nobody may occupy, block or close escape routes and exits

wants = Needs
needs = What help is needed
need-meals = Meals
need-medical = Medical care or rehabilitation
need-repair = Repairs
need-legal = Legal help or mediation
need-job = Work
need-allowance = Social assistance
need-other = Something else
need-none = None for now
needs-note = Details
none-and-more = “None for now” cannot go with other needs
privacy = Used for visits and help only; the resident may see and correct it
pass-on = Pass on a need: { $need ->
    [meals] meals
    [medical] medical care or rehabilitation
    [repair] repairs
    [legal] legal help or mediation
    [job] work
    [allowance] social assistance
   *[other] something else
 }
because-needed = The resident asks for { $need ->
    [meals] meals
    [medical] medical care or rehabilitation
    [repair] repairs
    [legal] legal help or mediation
    [job] work
    [allowance] social assistance
   *[other] something else
 }; the residents’ committee has to pass it on

nothing-found = The visit found nothing wrong and nothing to pass on

## Certificates

certificate-kinship = Certificate of kinship
certificate-identity = Certificate of identity
certificate-household-registration-change = Certificate for changing an entry of the household register
certificate-dog = Certificate for keeping a dog
certificate-no-criminal-record = Certificate of no criminal record
certificate-drug-rehabilitation = Certificate on drug rehabilitation in the community
certificate-missing-person = Certificate that a person is missing
certificate-marital-status = Certificate of marital status
certificate-birth = Certificate of birth
certificate-alive = Certificate of being alive
certificate-death = Certificate of death
certificate-illness = Certificate of illness
certificate-disability = Certificate of disability
certificate-marital-childbearing = Certificate of marriage and childbearing
certificate-employment = Certificate of employment
certificate-personal-file = Certificate on a personal file
certificate-property = Certificate of property
certificate-inheritance = Certificate of the right to inherit
certificate-business-premises = Certificate of business premises
certificate-lost-document = Certificate of a lost document
certificate-residence = Certificate of residence
certificate-guardian-designation = Written designation of a guardian
certificate-litigation-agent = Recommendation of an agent in court
certificate-domestic-violence-record = Record of a complaint or call for help about domestic violence
certificate-volunteer-record = Certificate of volunteer service

office-police = The police station
office-police-dogs = The police, dog registration
office-street-drugs = The street office and the police, drug control
office-court = The people’s court
office-marriage-registry = The marriage registry of civil affairs
office-hospital = The medical institution
office-hospital-police = The medical institution or the police station
office-social-insurance = The social insurance agency
office-disabled-federation = The disabled persons’ federation
office-human-resources = The human resources and social security department
office-file-keeper = The keeper of the file
office-property-registry = The real-estate registry, or the register or bank that holds the property
office-notary = A notary, or the people’s court
office-market-regulator = The business registration authority
office-issuing-office = The office that issued the document

advice-kinship = Show the household register, marriage or birth certificate where they prove it; for relatives in another register ask the police station of the registered residence, and a notary where notarisation is wanted.
advice-identity = Show the identity card and household register; former names and changed numbers are certified by the police station from its files.
advice-household-registration-change = Apply to the police station with the register, the identity card and papers on the reason; no community certificate is needed.
advice-dog = Register the dog with the police under local rules, with identity card and vaccination certificate.
advice-no-criminal-record = Apply to the police station of the registered or actual residence with the identity card, or on the police’s service platform.
advice-drug-rehabilitation = Issued from their records by the street office and the police who run the rehabilitation.
advice-missing-person = Report to the police first; a legal declaration is made by the people’s court on application of those concerned.
advice-marital-status = Show the marriage or divorce certificate or the judgment; the unmarried sign a declaration, which the office checks with the registry.
advice-birth = The medical certificate of birth is issued, and replaced, by the institution where the birth took place.
advice-alive = No paper is needed for a pension: the agency checks by data and by phone, and visits those who cannot move.
advice-death = Deaths in hospital are certified by the hospital, natural deaths at home by the community health centre, others by the police.
advice-illness = The institution that treats the patient certifies the diagnosis.
advice-disability = Show the disability card; who has none applies to the federation of the registered residence.
advice-marital-childbearing = Marriage is checked with the registry; births are registered with the health department or online on the parents’ own declaration.
advice-employment = The employer certifies a job; registered unemployment and flexible work are certified by human resources or looked up online.
advice-personal-file = Ask the talent service or unit that keeps the file; communities keep none.
advice-property = Ask the real-estate registry for houses, the bank or register for the rest; for social assistance civil affairs checks with the applicant’s consent.
advice-inheritance = Have the inheritance notarised, or go to court where it is disputed.
advice-business-premises = Premises are declared by the applicant with title or lease; no community certificate is needed.
advice-lost-document = Apply to the issuing office for a replacement; it checks for itself.
advice-residence = For a residence permit bring the lease, title deed, purchase contract, or the lodging certificate of landlord, employer or school to the police station.

bring-guardian-designation = Where guardianship is disputed: identity cards, papers on the kinship, and an application. The committee hears all sides and decides in writing; the court reviews it.
bring-litigation-agent = Identity cards of the party and of the person recommended, and the papers of the case; the person acts without pay.
bring-domestic-violence-record = The identity card. The committee gives a true copy of what it recorded, for use in applying for a protection order.
bring-volunteer-record = The identity card. Only service that this community organised and recorded is certified.

## Safety at home

home-safety = Safety at home: a self-check
own-welcome = Three minutes to look for dangers one easily overlooks. What you fill in is used to give you advice; it goes to staff only where you ask for somebody to come.

own-family = Who lives here
own-people = How many people live here
own-people-hint = Everybody who is here most of the week, yourself included
own-elderly = How many of them are 60 or older
own-children = How many of them are children under 14
own-too-many = { $counted } elderly people and children are more than the { $people } who live here; please check
own-looked-after = Somebody meets, rings or looks in every day
own-looked-after-hint = Children, friends or neighbours: would anybody soon know if you fell ill?
own-windows = Windows and balcony have stops, rails or the like
own-windows-hint = Above all those a child can reach, or climb up to
own-nobody-looks = Only elderly people live here, and nobody is in touch every day
own-because-nobody-looks = What is worst when one lives alone is that nobody notices. Agree on a daily call with family or a neighbour; below you can also ask the community to look in
own-windows-open = There are children, and windows or balcony are not guarded
own-because-windows = Those who look after children must remove the danger of falling. Fit stops, and move beds, chairs and boxes away from windows

own-kitchen = Kitchen and gas
own-gas = Which gas you use
own-gas-piped = Piped gas
own-gas-bottled = Bottled gas
own-gas-none = No gas
own-gas-smell = You smell gas now, or did in the last few days
own-gas-smell-hint = It smells of bad eggs. Brush soapy water on the joints of cooker, meter and hose: bubbles mean a leak
own-gas-now = At once: shut the main valve, open doors and windows, switch nothing on or off, light nothing. Call the gas company from outside; if it is urgent, call 119.
own-gas-hose = Which hose the cooker has
own-gas-hose-hint = A metal hose has ridges and feels hard; a rubber one is soft
own-gas-hose-metal = Metal
own-gas-hose-rubber = Rubber
own-gas-hose-unsure = Cannot see or tell
own-gas-alarm = There is a gas alarm in the kitchen, and it has power
own-gas-leaks = Gas may be leaking
own-because-gas-leaks = Whoever finds a gas hazard must tell the gas company at once. Please stay outside until its people have come
own-rubber-hose = The gas hose is still a rubber one
own-because-rubber-hose = A hose must last at least as long as the cooker; rubber goes brittle and mice bite it. Have the gas company fit a metal one, and do not do it yourself
own-no-gas-alarm = There is no gas alarm
own-because-no-gas-alarm = Who sleeps or smells badly does not notice a leak. An alarm that shuts the valve by itself is worth having

own-fire = Electricity and fire
own-wiring = How wires and sockets are
own-wiring-hint = A hot socket, a burnt smell or bare copper counts as “damaged or hot”
own-wiring-sound = Sound
own-wiring-trips = The breaker often trips
own-wiring-bare = Damaged or hot
own-ebike = Where your e-bike stands
own-ebike-none = I have none
own-ebike-outside = At a stand or charger outside
own-ebike-home = In the home
own-ebike-stairwell = In the stairwell or entrance
own-battery = You take the battery home to charge
own-way-clear = From your door to the outside nothing stands in the way
own-way-clear-hint = Look at your door, the corridor, the stairs and the entrance
own-smoke-alarm = There is a smoke alarm in the home
own-wiring-often = The breaker often trips
own-because-trips = A breaker that often trips means too much load or a fault. Do not put in a stronger fuse; have an electrician look
own-wiring-hot = Wires or sockets are damaged or hot
own-because-bare = Damaged or hot wires may catch fire at any time. Switch that circuit off and have an electrician replace them
own-ebike-inside = An e-bike or its battery is kept or charged indoors
own-because-battery = A battery that catches fire indoors shuts off the way out within seconds. Charge at a charger outside, and not at night
own-because-ebike-stairwell = Stairwell and entrance are the way out; nobody may occupy or block them
own-way-blocked = Things stand in the way out
own-because-way-blocked = Escape routes must not be occupied or blocked. Take away what is yours; what belongs to others you can report to the community
own-no-smoke-alarm = There is no smoke alarm
own-because-no-smoke-alarm = At night it is smoke that kills, and it wakes nobody. A smoke alarm costs little and wakes the family minutes earlier

own-help-wanted = Should somebody come?
own-help = You would like the community to come and look, or to call you back
own-help-hint = With “no” you get advice all the same. Where you live goes to staff only with “yes”, or where gas is smelt
own-where = Where you live (building, entrance, flat)
own-where-hint = Only so that staff find your home; no name or phone is needed
own-where-empty = Please write building, entrance and flat
own-thanks = Thank you for looking. Do it again every half year, and when the season changes or work was done in your home.
own-call-gas-company = Gas may be leaking; please come at once: { $place }
own-look-in = Elderly residents say that nobody is in touch every day; please look in: { $place }
own-because-look-in = You would like somebody to come: a grid worker will look in within { $days } days
own-call-on = After a self-check a resident asks for a visit or a call: { $place }
own-because-call-on = You would like somebody to come: a grid worker will be in touch within { $days } working days
own-all-well = Nothing dangerous was found; your home is well looked after
