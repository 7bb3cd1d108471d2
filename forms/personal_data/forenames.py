"""Forenames that are common in England, so that one name alone is found as well."""

from typing import Final


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORENAMES: Final = _names("""
aaliyah aaron abdul abdullah abigail abu adam adebayo adil adrian agnieszka ahmed aidan aisha
aiden ajay alan alastair albert alejandra aleksander aleksandra alexander alexandra alexandru
alfie alfred ali alice alicia alina alison alistair alisha aliyah amanda amara amelia amelie amina
aminata amir amit amy ana anastasia andrea andreea andrei andrew andrzej angela anil anita anjali
ann anna annabelle anne annette annie anthony antonio anya aoife archie arjun arthur arun asif
asha ashleigh ashton asma asmaa audrey ava ayaan ayaz ayesha ayla ayub barbara barry beatrice
becky ben benjamin bernadette bertie bethany bethan bilal billy blessing bogdan bradley brandon
brenda brian bridget bronwyn bryony caitlin callum calum cameron carl carla carly caroline carolyn
carter caspian catherine cathy ceri chantelle charlene charles charlie charlotte chelsea cheryl
chibuzo chidi chloe chris christina christine christopher ciara claire clara clare clive cody
colin connor conor corey courtney craig curtis daisy-mae damian damien daniel danielle danny
danuta darius darnell darren daryl dave david dawid debbie deborah deepak denise dennis derek
dermot desmond diana diane dilys dinah dmitri dominic dominik donna donnie doreen dorota douglas
duncan dylan ebony eddie edith edmund edward edwin eileen elaine eleanor elena elijah eliza
elizabeth ella ellen ellie elliot elliott elodie elsie emilia emily emma emmanuel eric erica erin
esme esther ethan eugene eva evan evelyn evie ewa fahad faisal farah farhan fatima fatma fatou
felicity finlay finley fiona florence folasade fran frances francesca francis frankie fred freddie
frederick freya funmi gabriel gabriela gabriella gareth gary gavin gemma geoff geoffrey george
georgia georgie georgina gerald geraldine gerard gillian gina giovanni giulia glenda glenn gloria
gordon graham greta greg gregory gurpreet gwen habib hafsa hamza hana hannah hanna hardeep haris
haroon harpreet harrison harry harvey hasan hassan hayden hayley hazel heidi helen helena henry
hettie hilary hugh hugo humphrey hussain husna ian ibrahim ieuan ikram ilham imogen imran ines
ioana irena irene iryna isaac isabel isabella isabelle isha isobel isla ismail ivan iwona jaden
jacob jacqueline jaiden jake jakub jamal james jamie jana jane janet janice janine jared jasmin
jason jaspreet javed jay jayden jaydon jayne jean jeanette jeff jeffrey jemima jenna jennie
jennifer jenny jeremy jermaine jerome jess jesse jessica jill jimmy joan joanna joanne jodie joe
joel joey johanna john johnny jon jonah jonathan jordan jorge jose joseph josephine josh joshua
joyce juan jude judith julia julian julie juliet justin justyna jyoti kacper kai kaiden kamal
kamran karen karim karl karolina kasia kate katarzyna katharine katherine kathleen kathryn kathy
katie katrina kay kaya kayden kayla kayleigh keira keith kelly kelsey kemi kenneth kenny kerry
kevin khadija khalid kian kieran kim kimberley kinga kiran kirsten kirsty kofi kris krishna
kristina krystyna krzysztof kumar kwame kyle kyra lacey laila laura lauren laurence lara leah
leanne lee leila lena leo leon leona leonard leroy leslie lewis lexi leyla liam libby linda
lindsay lisa liz lizzie lloyd lois loretta lorna lorraine lottie louis louisa louise luca lucas
lucia lucy luis luka luke lukasz lydia lyla lynda lynette lynn lynne mabel maciej madeleine
maddison madison magdalena maggie maha mahmood mahnoor maisie malachi malcolm malgorzata malik
mandeep mandy manjit marcel marcin marcus marek margaret maria mariam marian marie mario marion
marlon marta martha martin martyn mary maryam mateusz matilda matt matthew maureen maya mehmet
melanie melissa mia micah michael michal michelle miguel mihai mike mikolaj mila millie mina
miriam mohamed mohammad mohammed mohamud moira molly monica monika morgan muhammad musa mustafa
myra nabil nadia nadine naomi natalia natalie natasha nathan nathaniel navdeep neelam neil nell
nia niall niamh nicholas nicola nicolas nicole nigel nikita nikola nina noah noor nora norman nour
oksana olamide oleksandr olena oliver olivia oluwaseun omar oscar osman otis owen paige pamela
parminder patricia patrick paul paula paulina pauline pavel pawel pedro percy pete peter petra
phil philip philippa phillip phoebe phyllis piotr piper poppy-mae prakash pranav priscilla priya
quentin rachael rachel radu rafael rafal rahim rahul raj rajesh ralph ramesh rana raquel ravi
raymond rayyan rebecca reece reggie reuben rhian rhiannon rhys ricardo richard ricky riley rita
roberta robert roberto rodney roger rohan roisin roksana ronald ronan ronnie rory rosa rosalind
rosemary rosie ross rowan roxanne roy ruth rukhsana rupert ryan sabina sabrina sadia saeed saffron
safiya sahil saima sajid saleem sally salma sam samantha sameera samina samir samira samuel sanjay
sara sarah saskia sean seb sebastian selina serena shabana shabnam shah shahid shane shania
shannon sharon shaun shauna shazia sheila shelley shirin shirley shona shreya sian sidney sienna
silvia simon simone simran siobhan sinead sofia sophia sophie spencer stacey stacy stefan stella
stephanie stephen steve steven stewart stuart sukhdeep sultan sunita suresh susan susanna suzanne
svetlana sylvia syed szymon tahir tamara tamsin tania tanisha tanya tara tariq tasha tatiana teddy
terence teresa terry tess tessa thandiwe theo theodore theresa thomas tiago tiana tiffany tim
timothy tina tobias toby tomasz tommy toni tony tracey tracy trevor trisha tristan trudy tyler
tyrone umar unathi uma ursula usman valentina valerie vanessa vera veronica vicky victoria vijay
viktor vikram vincent violeta vivek vivian vivienne wasim wayne wendy wiktoria william wojciech
xander yasmin yasmine yolanda yousef youssef yuri yusuf yvette yvonne zac zach zachary zack zahra
zain zainab zak zara zeeshan zeynep zofia zoe zubair zuzanna
""")
"""Names that are hardly ever anything else, however they are written."""

AMBIGUOUS_FORENAMES: Final = _names("""
alex amber angel angelica aurora beau bella beth bob brooke chase clement cole constance crystal
dale daisy dan dawn dean drew eden eve felix finn fleur frank grace hamish harley harper heather
hector holly honey hope hunter iris ivy jack jade jasper jasmine jim jo joy kit lana lexie
lily logan lola luna mae marc mark mason max miles mo mona nat nick olive opal parker pat pearl
penny poppy rhea rich rick rob robin robyn ron rose ruby rudy sandra sandy sasha scarlett scott
sky skye sonia sonny stan stanley sue summer ted tom tyrell violet warren will willow zion
""")
"""Names that are words, too: found where a word would have a small letter."""
