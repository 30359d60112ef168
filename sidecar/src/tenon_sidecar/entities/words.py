"""Words that decide: what is never a name, and what is one without more to say."""


def words_of(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


# Capitalised words that are no part of a person's name, whatever stands around them.
NEVER = words_of("""
Elsewhere Per Hi Hey Mr Mrs Ms Mx Dr Prof Professor Sir Dame January February March April May June
July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday
Sunday Easter Christmas Summer Winter Spring Autumn Today Tomorrow Yesterday Noon Morning Year New
Happy Merry Good Best Dear Kind Daily The A An This That These Those It Its He She They We You I
My Our Your His Her Their And Or But Nor So If When While As At By For From In Into Of Off On Onto
Out Over To Under Up With Without Not No None Nothing Never All Any Both Each Every Everybody
Everyone Everything Few Many More Most Much Other Others Several Some Somebody Someone Such Only
Own Same Also See Read Add Adds Added Fix Fixes Fixed Use Uses Used Using Make Makes Made Merge
Merged Bump Update Updates Updated Upgrade Remove Removes Removed Rename Revert Reverts Drop Move
Moved Port Ported Try Look Ask Asked Call Compare Send Sent Remember Buy Press Open Choose Click
Save Run Runs Show Shows Note Notes Hello World Thanks Thank Kudos Credit Read Bug Bugs Idea
Invoice Lunch Met Meeting Talk Talked Spoke Paired Interview According Based Borrowed Same Written
Reviewed Reported Suggested Signed Signed-off Co-authored Author Authors Committer Copyright Date
Subject Release Released Feature Patch Issue Issues Default Defaults Standard Input Output Error
Errors Warning Exception Index Search Settings Search Table Contents Server Client Customer
Support Legal Sales Marketing Finance Security Engineering Design Users User People Person Team
Teams Group Public Private Data Database Name Names Size Type Types Value Values Key Keys Code
Source Test Tests Unit Integration Build Builds Branch Commit Commits Pull Request Requests
Section Chapter Terms Plan Hand Machine Machines Caching Contributors Contributor Bad Weather
Phone Mobile Free Open North South East West Central European American Time Windows Linux Mac
Macos Unix Web Internet Network Protocol Standard Standards Hack Hacks Path Paths Left Right Top
Bottom First Second Third Last Next Previous Other Part Page Pages File Files Folder Folders
Window Windows Focus Manager Service Services System Systems Process Thread Main Worker Loop Can
Could Should Would Will Shall Must May Might Do Does Did Done Is Are Was Were Be Been Being Has
Have Had Get Got Set Sets Let Here There Where Why What Which Who Whom Whose How Because Since
Until After Before Between During Again Please Sorry Yes Okay Maybe Two Three Four Five Six Seven
Eight Nine Ten Half Past Quick Brown Lazy Early Empty Late Return Returns Mark Draft Borrow
Checker Old Law Rules Rule Project Projects Library App Apps Restarting Plain Prior Hope Begin End
Grace Period TODO FIXME XXX HACK API REST HTTP HTTPS JSON XML YAML HTML CSS SQL PDF URL CPU GPU
RAM OK ID Bloom Merkle Levenshtein Fibonacci Gaussian Markov Euler Huffman Dijkstra Sobel Canny
Deflate Static Dynamic Analysis Analyzer Storage Backend Frontend Pipeline Platform Platforms
Staff Members Member Community Agent Agents Bot Automation Automatic Continuous Deployment
Delivery Operations Production Staging Development Quality Assurance Control Compliance Governance
Architecture Kernel Infrastructure Cloud Compiler Parser Scanner Linter Formatter Debugger
Profiler Monitor Monitoring Logging Metrics Tracing Alert Alerts Dashboard Report Reports Summary
Overview Document Documents Documentation Wiki Guide Manual Tutorial Example Examples Sample
Template Templates Module Modules Package Packages Component Components Plugin Plugins Extension
Extensions Interface Function Method Object Array String Number Variable Event Events Message
Messages Queue Node Nodes Image Images Video Audio Theme Layout Column Button Menu Dialog Panel
Toolbar Icon Header Footer Description Comment Comments Question Questions Answer Answers Help
Feedback Task Tasks Ticket Tickets Milestone Sprint Backlog Roadmap Goal Goals Step Steps Phase
Version Versions Tag Tags Folks Colleagues Friends Guys Madam Reader Readers Maintainers Developer
Developers Engineer Engineers Management Accounting Damerau Unicode Apple Silicon London Berlin
Paris Rome Romans York Francisco Cambridge Tokyo Europe Ping Interview Interviewed Tell Told
Contact Email Mail Invite Invited Welcome Congrats Colleague Intern Engineer Teammate Designer
Student Founder Researcher Consultant Neighbour Mentor Boss CTO CEO CFO CIO Congratulations Happy
Birthday Night Meet Introduce Introducing Featuring Starring Assign America Asia Africa Germany
France Poland Japan China India English German French
""")

# Words among those that are given names too, where what stands around them says so.
BOTH = words_of("April August Grace Hope June Mark May Will")

# Given names that are rarely another word: enough to take two capitalised words for a person.
GIVEN = words_of("""
Aaron Abigail Ada Adam Adrian Agnes Ahmed Aisha Alan Albert Alejandro Aleksandr Alessandro Alex
Alexander Alexandra Alexei Alfred Ali Alice Alicia Alina Amanda Amelia Amina Amir Amy Ana Anastasia
Anders Andre Andrea Andreas Andrei Andrew Andrés Andy Angela Anil Anita Ann Anna Anne Annika Anthony
Antoine Anton Antonio Anya Arjun Arne Arthur Arun Asha Astrid Barbara Bart Beatriz Ben Benjamin
Bernard Bettina Bjarne Björn Bob Boris Brandon Brenda Brian Bruno Camille Carl Carla Carlos Carmen
Carol Caroline Catherine Cecilia Charles Charlotte Chidi Chloe Chris Christian Christina Christine
Christopher Claire Clara Claudia Colin Daniel Daniela Daphne David Deborah Deepak Denis Dennis Diana
Diego Dirk Dmitri Dmitry Dominik Donald Dorothy Douglas Edith Eduardo Edward Eileen Elena Elisabeth
Elizabeth Ella Ellen Emil Emily Emma Eric Erik Erika Ernst Esther Ethan Eugene Eva Evelyn Fatima
Felix Fernando Fiona Florian Frances Francesco Francisco Frank Franz Fred Frederik Friedrich Gabriel
Gabriela Gary George Georg Gerard Gerhard Gina Giovanni Giulia Gordon Greg Gregory Greta Guido
Gunnar Gustav Hana Hannah Hans Haruki Hassan Heather Heidi Heinrich Helen Helena Helga Henrik Henry
Hiroshi Holger Hugo Ian Igor Ines Ingrid Irene Irina Isaac Isabel Isabella Ivan Jack Jacob Jakob
James Jan Jane Janet Jason Javier Jean Jeff Jeffrey Jennifer Jens Jeremy Jessica Jim Joan Joanna
Johan Johanna Johannes John Jonas Jonathan Jorge José Josef Joseph Joshua Juan Judith Jules Julia
Julian Julie Jörg Jürgen Karen Karim Karin Karl Katarina Kate Katharina Katherine Kathleen Kathrin
Keith Ken Kenji Kenneth Kevin Khalid Kim Kirsten Klaus Kofi Konstantin Kumar Kurt Kwame Kyle Lars
Laura Lauren Laurent Lea Leila Lena Leo Leon Leonard Leslie Liam Lina Linda Linus Lisa Lorenzo
Louis Louise Luca Lucas Lucia Lucy Luis Lukas Lydia Magnus Manuel Marc Marcel Marco Marcus Margaret
Maria Marie Marina Mario Marta Martha Martin Martina Mary Mateo Matthew Matthias Maurice Max Maya
Megan Mehmet Mei Mia Michael Michal Michel Michelle Miguel Mikael Mikhail Mohamed Mohammed Monica
Monika Nadia Naomi Natalia Natalie Nathan Neha Nicholas Nick Nicolas Nicole Niels Nikita Nikolai
Nina Noah Noel Nora Olaf Oleg Olga Oliver Olivia Omar Oscar Otto Pablo Pamela Patricia Patrick Paul
Paula Pavel Pawel Pedro Per Peter Petra Philip Philipp Philippe Pierre Piotr Priya Rachel Rafael
Rajesh Ralf Ralph Ramón Raymond Ravi Rebecca Ricardo Richard Rich Rita Rob Robert Roberto Robin
Roger Roland Roman Ronald Rosa Rose Ruth Ryan Sabine Sally Samantha Samuel Sandra Sanjay Sara Sarah
Scott Sean Sebastian Sergei Sergey Sergio Sharon Shreya Siobhán Simon Simone Sofia Sonia Sonja
Sophia Sophie Stanislav Stefan Stefanie Stefano Stephanie Stephen Steve Steven Stuart Sunita Susan
Susanne Sven Sylvia Tadeusz Takashi Tamara Tanja Tanya Tara Tariq Tatiana Teresa Theo Theodor
Theresa Thomas Tim Timothy Tobias Todd Tom Tomas Tomasz Toshiro Ulrich Ulrike Ursula Valentina
Valeria Vanessa Vera Veronica Viktor Vincent Vivian Vladimir Walter Wendy Werner Wilhelm William
Wolfgang Xavier Yasmin Yosef Yuki Yuri Yusuf Yvonne Zainab Zoe
""")

# Small words inside a name.
PARTICLES = words_of(
    "van von der den de del della di da do dos das du la le el al bin ibn bint ben abu ter ten zu"
    " zum zur af av"
)
