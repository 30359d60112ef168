"""Given names and family names that decide, and the forms that they take."""

import re
import unicodedata
from functools import cache
from importlib.resources import files

from tenon_sidecar.entities.given_more import FURTHER
from tenon_sidecar.entities.words import GIVEN, words_of

# Given names of more places; like those of `words.GIVEN` they are rarely another word.
_MORE = words_of("""
Abdullah Abdul Abdulrahman Adebayo Aditi Aditya Ahmad Aicha Akira Akiko Aleksandra Alexandre Alisa
Amal Amara Amit Amrita Anand Anders Anil Ananya Anjali Ankit Antonia Aoife Arash Arturo Ayesha Ayse
Ayşe Babajide Baraka Bartosz Beata Bilal Bogdan Bohdan Camila Caoimhe Chiara Chidinma Chinedu
Chukwuemeka Ciara Cristina Dalia Danilo Darius Deniz Dilip Dmytro Dragan Ebru Eero Ekaterina Elif
Emeka Emilia Emine Emre Enrique Esra Etienne Étienne Ewa Farah Farid Faisal Fatma Fatou Femi Feng
Fernanda Francois François Françoise Funmilayo Gaurav Giorgio Giuseppe Goran Grzegorz Guillaume
Gustavo Habib Hadiza Hamza Hamid Haruka Haruto Hasan Hideo Hiroko Hussein Husain Ibrahim Ifeoma
Ignacio Ilya Imran Iryna Ismail Itzhak Jamal Jaroslav Jelena João Joaquín Juma Junichi Kaito Kaori
Kateřina Kateryna Katsumi Kazuki Keiko Khadija Kiran Kofi Krzysztof Kunal Kwasi Laila Lakshmi
Layla Leyla Ludwig Luís Luiz Maciej Mahmoud Małgorzata Manish Mansour Marek Mariam Mariana Maryam
Masato Matteo Meera Mehdi Michiko Milan Milica Mirjam Miroslav Mohammad Mohamad Muhammad Muhammed
Murat Mustafa Mykola Nabil Naoki Nasser Neeraj Ngozi Nikhil Nikola Nikolaus Nikos Nilufar Niamh
Noor Nour Nuno Obinna Oksana Oleksandr Oluwaseun Onur Osman Ousmane Padraig Paolo Paulo Pooja
Pradeep Prakash Pranav Rafał Rahul Raj Rajiv Rakesh Ramesh Rania Rashid Reza Rohan Rohit Ryo Sadia
Saeed Said Sakura Salim Salma Samir Sandeep Sana Sanjana Satoshi Selim Shinji Shreyas Sinéad
Siddharth Sneha Soren Søren Stelios Suresh Svetlana Swati Taras Tendai Thabo Thiago Tiago Tomoko
Tuan Tunde Uchenna Ümit Vijay Vikram Vivek Volodymyr Waleed Walid Wojciech Yasir Yasmine Yevhen
Yiannis Youssef Yoshiko Yulia Zahra Zeynep Zoran Zsolt Zuzana Łukasz Ángel Åsa Özlem İbrahim
""")
_ALL = GIVEN | _MORE | FURTHER

# Family names that stand alone where one speaks of the craft.
FAMILY = words_of("""
Kernighan Ritchie Thompson Stroustrup Torvalds Stallman Knuth Lamport Liskov Hoare Wirth Turing
Shannon Lovelace Babbage Hopper Kleppmann Kay Engelbart Brooks Parnas Naur Codd Gray Stonebraker
Backus Iverson McCarthy Minsky Perlis Sussman Steele Wadler Hickey Armstrong Gosling Pike
Matsumoto Fowler Beck Martin Nielsen Tufte Norman Feynman Einstein Newton Bernstein Schneier
Rivest Diffie Hellman Tarjan Karp Sedgewick Tanenbaum Joy Carmack Wozniak Cerf Postel Berners-Lee
Ousterhout Leroy Milner Church Gödel Hamming
""")

# Given names in Cyrillic letters, in their first case.
_CYRILLIC = words_of("""
Александр Александра Алексей Алёна Алина Алла Анастасия Анатолий Андрей Анна Антон Антонина Арина
Артём Артем Борис Вадим Валентин Валентина Валерий Валерия Василий Виктор Виктория Виталий
Владимир Владислав Вячеслав Галина Геннадий Георгий Григорий Даниил Дарья Денис Дмитрий Евгений
Евгения Екатерина Елена Елизавета Иван Игорь Илья Ирина Кирилл Константин Ксения Лариса Леонид
Людмила Максим Марина Мария Михаил Надежда Наталия Наталья Никита Николай Нина Оксана Олег Олеся
Ольга Павел Пётр Петр Полина Сергей Семён София Станислав Степан Тамара Татьяна Тимофей Фёдор Юлия
Юрий Яна Ярослав Андрій Богдан Володимир Дмитро Іван Катерина Микола Олександр Олександра Олексій
Сергій Тарас Юлія Петро Кузьма Георги Иванка Милан Драган Зоран Милица
""")
_STEMS = frozenset(re.sub("[аяйьоі]+$", "", name) for name in _CYRILLIC) | {"Павл"}
_CASES = re.compile(r"(?:а|я|у|ю|ом|ем|ём|ой|ей|ою|ы|и|е|й|ь|о|ії|єм|ові)?$")
_PATRONYMIC = re.compile(r"[А-ЯЁІ][а-яёі]{1,20}(?:[оеё]вич|ьич|[оеё]вн|ичн)(?:а|у|ем|ом|ой|ы|е)?")
_CYRILLIC_FAMILY = re.compile(
    r"[А-ЯЁІ][а-яёі'’-]{1,20}(?:[оеё]в|ин|ын|ск(?:ий|ая|ого|ой|ому|им)|енко|чук)(?:а|у|ым|ой|е)?"
)

# Family names before Chinese given names in Latin letters, without those that are English words.
_PINYIN_FAMILY = words_of("""
Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Zhu Hu Guo Lin Gao Luo Zheng Liang Xie Tang Deng
Feng Peng Xiao Cai Jiang Cao Yuan Dong Yu Cheng Fu Shen Zeng Lu Su Jia Ding Wei Xue Ye Yan Pan Du
Dai Xia Zhong Tian Ren Fang Shi Yao Tan Liao Zou Xiong Jin Hao Kong Bai Cui Kang Mao Qiu Qin Gu Hou
Shao Meng Duan Qian Ouyang Sima
""")
_SYLLABLE = (
    r"(?:[bpmf]?(?:a|o|ai|ei|ao|ou|an|en|ang|eng|i|ie|iao|ian|in|iang|ing|iu|u)"
    r"|[dtnl](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ie|iao|ian|in|iang|ing|iu|u|uo|uan|un|ü|v)"
    r"|[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)"
    r"|[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un)"
    r"|(?:zh|ch|sh|[rzcs])(?:a|e|i|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)"
    r"|y(?:a|e|i|o|ao|ou|an|in|ang|ing|ong|u|ue|uan|un)|w(?:a|o|ai|ei|an|en|ang|eng|u))"
)
_PINYIN_GIVEN = re.compile(rf"{_SYLLABLE}(?:[-’']?{_SYLLABLE})?", re.IGNORECASE)
_VIETNAMESE_FAMILY = words_of(
    "Nguyen Nguyễn Tran Trần Pham Phạm Hoàng Huynh Huỳnh Đặng Bùi Ngô Vũ Võ"
)
# What family names of Europe end with, and other words hardly ever.
_FAMILY_ENDING = re.compile(
    r"\w{2,20}(?:ović|evic|ovic|ević|ić|sson|dottir|dóttir|[bdlnrt]sen|ström|strøm|qvist|quist|gaard"
    r"|mann|meyer|meier|maier|bauer|ński|nsky|wski|wska|ńska|owicz|czyk|escu|eanu|opoulos|oulos|idis"
    r"|akis|osyan|enko|chuk|shvili|adze|oğlu|oglu|lainen|tinen|ández|andez|ález|alez|ínez|inez|íguez"
    r"|iguez|érez|añez|áñez|etti|otti|acci|ucci|elli|rini|llini|zhou|nathan|swamy|murthy|lingam)"
)
_FAMILIES = words_of("""
Khumalo Dlamini Ndlovu Nkosi Mthembu Zulu Okafor Adeyemi Okonkwo Eze Nwosu Balogun Mensah Owusu
Boateng Asante Osei Kamau Wanjiku Otieno Ochieng Mwangi Njoroge Abebe Tadesse Bekele Diallo Traoré
Keita Cissé Sow Ndiaye Diop Patel Sharma Gupta Singh Kumar Reddy Iyer Nair Menon Rao Desai Shah
Mehta Joshi Kulkarni Banerjee Mukherjee Chatterjee Sengupta Kapoor Khanna Malhotra Chopra Agarwal
Aggarwal Mishra Tiwari Chaudhary Rahman Hossain Chowdhury Khan Ahmed Hussain Iqbal Malik Tanaka
Suzuki Yamamoto Watanabe Nakamura Kobayashi Yamada Sasaki Matsumoto Yoshida Kimura Takahashi
Fujimoto Garcia García Lopez López Silva Santos Oliveira Souza Pereira Costa Ferreira Almeida
Ribeiro Carvalho Gomes Rossi Ferrari Russo Bianchi Romano Colombo Ricci Marino Greco Conti Müller
Schmidt Schneider Weber Wagner Schäfer Köhler Lefebvre Moreau Dubois Lambert Rousseau Fontaine
Chevalier Novák Novotný Svoboda Dvořák Horváth Nagy Szabó Kovács Tóth Kowalski Nowak Popescu
Ionescu Murphy Kelly O'Brien O'Connor O'Neill McCarthy McTavish MacLeod MacDonald Fitzgerald
Johansson Lindgren Nyström Virtanen Korhonen Papadopoulos Yilmaz Yılmaz Kaya Demir Şahin Cohen
Levy Mizrahi Haddad Khoury Nasser Tahan Nguyen Tran Pham Gonzalez Johnson Williams Smith Jones
Davis Wilson Anderson Thomas Jackson Thompson Harris Robinson Lewis Walker
""") - words_of("Kumar Singh Kelly Walker Lambert Conti Sow Zulu Costa Greco Romano")

# An Arabic name with its article: `al-Rashid`.
ARTICLED = re.compile(r"(?:[Aa]l|[Ee]l|[Aa]d|[Aa]n|[Aa]r|[Aa]s|[Aa]sh|[Aa]t|[Aa]z)-[^\W\d_]{3,20}")


@cache
def _rare() -> frozenset[str]:
    """Return given names of some seventy places, without those that are another word as well."""
    listed = files(__package__).joinpath("given-names.txt").read_text(encoding="utf-8")
    return words_of(listed)


def _is_listed(word: str) -> bool:
    return word in _ALL or word in _rare()


def is_given(word: str) -> bool:
    """Say whether a word is a known given name, or two joined by a hyphen, in any case."""
    word = unicodedata.normalize("NFC", word)
    parts = word.split("-")
    if _is_listed(word) or (1 < len(parts) <= 3 and _is_listed(parts[0])):
        return True
    if word < "Ѐ" or len(word) > 20:
        return False
    endings = (_CASES.match(word, place) for place in range(max(2, len(word) - 3), len(word) + 1))
    return any(found and word[: found.start()] in _STEMS for found in endings)


def is_whole_name(words: list[str]) -> bool:
    """Say whether words are a name by themselves, without a known given name first."""
    if len(words) < 2:
        return False
    first, last = words[0], words[-1]
    if len(words) == 2 and first in _PINYIN_FAMILY:
        return _PINYIN_GIVEN.fullmatch(last) is not None
    if first in _VIETNAMESE_FAMILY or ARTICLED.fullmatch(last) and last[0].islower():
        return True
    if last in _FAMILIES or len(words) < 4 and _FAMILY_ENDING.fullmatch(last) is not None:
        return True
    if any(_PATRONYMIC.fullmatch(word) for word in words[1:]):
        return True
    return _CYRILLIC_FAMILY.fullmatch(first) is not None and is_given(last)
