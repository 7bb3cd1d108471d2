"""Words that begin with a capital letter in ordinary professional text, and are nobody's name.

They are parts of speech at the beginning of a sentence, and the vocabulary of safeguarding work.
All in small letters.
"""

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY: Final = _words("""
a about above according across actually additionally after afterwards again against agreed all
almost already also although always am an and another any anyone anything apart are as asked at
away back based be because been before behind being below beside besides best better between
beyond both briefly but by can cannot clearly concern concerned concerns confirmed considering
could currently daily dear decision despite details did different do does doing done down due
during each earlier either else enclosed ensure especially even eventually every everyone
everything evidence except few finally first firstly five following for former formerly four from
full further furthermore generally get give given going good great had half has have having he
hello hence her here hers herself hi him himself his how however i i'm i've if immediately in
including indeed initially instead into is it it's its itself just kind know last lastly late
later least less let like likewise made main make many may maybe me meanwhile might mine more
moreover most much must my myself namely nearly neither never nevertheless new next nine no nobody
none nor not note nothing notes now nowhere of off often ok okay old on once one only onto open or
other others otherwise our ours out over overall own part perhaps please point points possible
possibly presumably previous previously prior probably put rather re really recent recently reason
reasons record regarding regards remaining same says second secondly seen seven several shall she
should similarly since six so some somebody someone something sometimes soon still subsequently
such suddenly summary ten than thank thanks that that's the their them themselves then there
thereafter therefore these they they're thing things third thirdly this those though three through
throughout thus till to today together told tomorrow too total toward towards twice two typically
under unfortunately unless unlike until up upon urgent us use used usually various very via view
views was we well were what whatever when whenever where whereas wherever whether which while who
whoever whole whom whose why with within without worth would yes yesterday yet you your yours mum
mummy dad daddy mother father parent parents baby child children boy girl brother sister sibling
siblings twin twins son daughter family families nan nana gran grandma grandmother grandad
grandfather grandparent grandparents aunt auntie uncle cousin stepfather stepmother stepdad
stepmum partner husband wife boyfriend girlfriend carer carers guardian neighbour friend pupil
student young person people man woman male female teenager toddler infant unborn newborn monday
tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
january february march april may june july august september october november december jan feb mar
apr jun jul aug sep sept oct nov dec christmas easter ramadan eid diwali hanukkah spring summer
autumn winter bank holiday half-term term north south east west northern southern eastern western
central upper lower greater royal saint st
""")
"""Words that may stand beside a name without being part of it."""

ROLES: Final = _words("""
worker workers nurse nurses officer officers manager managers lead leads leader leaders head heads
teacher teachers headteacher headteachers doctor doctors gp gps consultant consultants
paediatrician paediatricians psychologist psychiatrist therapist midwife midwives visitor visitors
practitioner practitioners professional professionals supervisor supervisors chair chairs
chairperson director directors assistant assistants coordinator co-ordinator coordinators advisor
adviser advisers solicitor solicitors barrister judge magistrate magistrates sergeant inspector
constable detective superintendent commissioner secretary administrator clerk governor governors
trustee trustees representative representatives councillor mentor counsellor tutor sendco senco
warden staff deputy colleague colleagues named designated executive chief partners dsl ddsl lado
iro executives
""")
"""Who people are at work: a name may follow, or stand before."""

INSTITUTIONS: Final = _words("""
school schools academy academies college university nursery nurseries preschool pre-school
kindergarten playgroup infants juniors sixth-form hospital hospitals infirmary surgery surgeries
practice clinic clinics court courts council councils centre centres ward wards house home homes
hostel refuge lodge road street avenue lane drive close crescent terrace grove gardens place
square way hill park green common estate borough trust partnership partnerships church mosque
temple synagogue town city county village team teams hub unit units service services project
programme programmes group groups subgroup sub-group foundation charity association society club
library station bridge constabulary police division district area region valley shire act bill
framework model tool toolkit review reviews report inquiry enquiry scale award order orders law
rule primary secondary community hall office offices board committee panel forum network
federation agency agencies department departments ltd limited cic llp plc authority commission
conference meeting plan plans assessment pathway protocol policy procedure procedures guidance
strategy hearing competence guidelines criteria profile questionnaire form forms scheme initiative
campaign
""")
"""What turns the words before it into the name of a place, a body or a document."""

TERMS: Final = (
    ORDINARY
    | ROLES
    | INSTITUTIONS
    | _words("""
abuse access accident accommodation achieving act acute admission adolescent adult adults advocacy
advocate agreement aid alcohol alert alternative ambulance annual anti-social appendix approach
appropriate attachment attendance autism awareness bail barnardo's behaviour behavioural best
birth black british bruising burglary business cafcass camhs capacity care careers case cases
category chapter children's childcare childline childminder chronology civil clause closure
coercive commissioning common complex complaint complaints compliance confidential confidentiality
consent contact contextual continuing controlling core coroner covid crime criminal crisis crown
csc culture cyber danger data deprivation development developmental disability disabled disclosure
discharge dispute district domestic dols drug drugs early education educational effective
emergency emotional employment engagement english equality escalation escalations event exclusion
exploitation exploited extra-familial faith fabricated familial female fgm finance final fire
first foster fostering fraser free front door gang genital gillick graded guidance harassment harm
hard harmful health healthcare healthy help helpline home honour housing human illness impact
incident incidents independent induced information initial inclusion injuries injury inter-agency
integrated intensive intervention interim joint justice juvenile keeping key language leaving
learning legal level levels liaison liberty licence line linked local looked looked-after
maintenance management marac mappa mash maternity medical mental mind minimum minister ministry
missing modern multi-agency multi multi-professional munro mutilation national neglect
neighbourhood neonatal next nhs nice night nspcc observation ofsted online operation operational
option outcome outreach outline out-of-hours paediatric paediatrics parental parenting pause peer
pending perinatal permanence permanent personal phase physical placement planning pre-birth
pre-proceedings pregnancy prevent prevention principal private proceedings probation problem
professional professionals' proportionate protection protective psychology public pupil pupils
purpose quality race referral referrals refugee registered relationships reporting request
residence residential resolution respite response responsible restorative restraint review risk
routine rapid safe safeguarding safer safety schedule section securing security self senior
serious service sex sexual share sharing short signs situation slavery social south special
specialist speech stage stages standard standards state statement statutory step step-down step-up
strategic strengthening strengths stronger substance suicide supervision support supported
supporting sure start survivor system systems targeted teaching technology teenage temporary
therapy think threshold thresholds traffic trafficking trauma travel traveller treatment trial
tribunal triage troubled turning universal urgent victim victims violence virtual visit visiting
visits voice voluntary vulnerable vulnerability walk-in welfare wellbeing well-being wellness
wishes withdrawal witness work working workplace year youth zoom teams skype whatsapp facebook
instagram snapchat tiktok outlook microsoft google email e-mail telephone phone mosaic liquidlogic
rio emis systmone egress cpoms myconcern arbor ehcp ehc iep pep icpc rcpc cin cp cpp lac send sen
mencap samaritans relate homestart home-start shelter gingerbread place2be kooth brook horizon
england wales scotland ireland britain uk european europe polish romanian english irish scottish
welsh urdu punjabi hindi arabic nepali bengali portuguese spanish french somali pakistani indian
roma gypsy muslim christian catholic anglican hindu sikh jewish islamic quran bible london
berkshire essex teesside cleveland yorkshire surrey hampshire oxfordshire buckinghamshire kent
sussex bradford barnsley sheffield doncaster rotherham leeds hull york durham newcastle darlington
reading slough windsor maidenhead wokingham bracknell newbury thatcham woodley earley twyford
southend thurrock basildon chelmsford colchester grays tilbury harlow brentwood middlesbrough
hartlepool redcar stockton thornaby billingham guisborough saltburn manchester birmingham
liverpool bristol nottingham leicester coventry derby oxford cambridge southampton portsmouth
basingstoke guildford swindon heathrow gatwick tees thames caversham tilehurst whitley sierra
leone united kingdom states arab emirates africa african asia asian america american king queen
christ trio toxic
""")
)
"""Words that are no part of a name, wherever they stand."""

OF_A_PERSON: Final = _words("""
mum mummy dad mother father parent parents brother sister brothers sisters sibling siblings carer
carers family grandmother grandfather grandparents nan gran stepfather stepmother stepdad stepmum
aunt uncle partner boyfriend girlfriend husband wife son daughter birthday bedroom behaviour
injuries bruises bruising safety welfare wellbeing wishes feelings voice attendance disclosure
face arm leg weight birth diagnosis disclosure face arm leg health weight life birth diagnosis
school teacher worker social file case records account story home house flat behalf presentation
development
""")
"""What belongs to a person: before it stands whose it is."""

TITLES: Final = _words(
    "mr mrs miss ms mx dr prof professor sir rev reverend pc dc ds di dci sgt cllr"
)
"""Forms of address; a name follows."""

CUES: Final = _words("""
called named mum mummy mother dad daddy father brother sister sibling twin son daughter child baby
boy girl cousin aunt auntie uncle nan nana gran grandma grandmother grandad grandfather stepfather
stepmother stepdad stepmum partner husband wife boyfriend girlfriend carer pupil student teacher
headteacher nurse worker officer midwife visitor paediatrician doctor sergeant solicitor judge
neighbour friend teenager toddler newborn inspector constable detective magistrate
""")
"""Words after which a word with a capital letter is a name."""

PLACE_CUES: Final = _words("in at near around outside across st saint")
"""Words after which words with a capital letter are a place, unless they hold a forename."""
