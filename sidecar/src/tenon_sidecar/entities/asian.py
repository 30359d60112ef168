"""People whose names are written in Chinese characters or Hangul, where no capitals tell a name."""

import re
from collections.abc import Iterator

from tenon_sidecar.entities.base import Kind, Span

# Family names of Japan that are seldom another word at the beginning of one.
_JAPANESE = (
    "佐藤|鈴木|高橋|田中|渡辺|渡邊|渡邉|伊藤|山本|中村|小林|加藤|吉田|山田|佐々木|山口|松本|井上|木村"
    "|斎藤|斉藤|齋藤|清水|山崎|池田|橋本|阿部|石川|山下|中島|石井|小川|前田|岡田|長谷川|藤田|後藤"
    "|近藤|村上|遠藤|青木|坂本|福田|太田|西村|藤井|金子|岡本|藤原|三浦|中野|原田|松田|竹内|小野|中山"
    "|石田|上田|森田|柴田|酒井|宮崎|横山|高木|安藤|宮本|大野|小島|谷口|今井|工藤|高田|増田|丸山|杉山"
    "|村田|大塚|新井|小山|平野|藤本|河野|上野|野口|武田|松井|千葉|菅原|岩崎|久保|松尾|野村|菊地|菊池"
)
# What a Japanese given name ends with.
_LAST = (
    "郎朗子美介人太樹香恵夫雄男一二三也斗翔彦奈菜花里代江輔助平明治智健翼蓮大輝司史志士真誠"
    "仁之乃穂帆織実希紀央音佳加華咲葵結衣愛優悠裕祐浩弘宏博洋陽隆孝崇聡哲徹剛豪勇武修進茂清"
)
_HAN = "\u3400-\u9fff々"
_JAPANESE_NAME = re.compile(
    rf"(?<![{_HAN}])(?:(?:{_JAPANESE})[ \u3000]?[{_HAN}]{{0,2}}[{_LAST}](?![{_HAN}ー])"
    rf"|(?:{_JAPANESE})(?:[ \u3000]?[{_HAN}]{{1,3}}?)?(?=さん|さま|くん|ちゃん|氏|様|先生|君))"
)
_CHINESE = (
    "(?:欧阳|司马|上官|诸葛|[王李张張刘劉陈陳杨楊赵趙黄黃周吴吳徐孙孫胡朱高林何郭马馬罗羅梁宋郑鄭"
    "谢謝韩韓唐冯馮于董萧蕭程曹袁邓鄧许許傅沈曾彭吕呂苏蘇卢盧蒋蔣蔡贾賈丁魏薛叶葉阎余潘杜戴夏钟"
    "鍾汪田任姜范方石姚谭譚廖邹鄒熊金陆陸郝孔白崔康毛邱秦江史顾顧侯邵孟龙龍万萬段钱錢汤湯尹黎])"
)
# A name ends where one of these, or what is no such character, follows.
_CHINESE_END = (
    rf"(?=$|[^{_HAN}]|[的说說写寫和与與在将將对對是也已于]|先生|女士|小姐|老师|老師|教授|博士"
    r"|同学|同學|提出|建议|建議|认为|認為|报告了|修复|修復|审阅|審閱|负责|負責|帮助|幫助|确认|確認|处理|處理|讨论|討論|检查|檢查|解决|解決)"
)
_CHINESE_NAME = re.compile(
    r"(?:(?:作者|审阅人?|審閱|审核人?|负责人|負責人|联系人|聯絡人|报告人|译者|譯者|编辑|指派给)"
    r"[：:] ?|感谢|感謝|谢谢|謝謝|联系|聯絡|询问|詢問|抄送 ?)"
    rf"({_CHINESE}[{_HAN}]{{1,2}}?){_CHINESE_END}"
)
_CHINESE_TITLED = re.compile(
    rf"(?<![{_HAN}])({_CHINESE}[{_HAN}]{{1,2}}?)"
    r"(?=先生|女士|小姐|老师|老師|教授|博士|同学|同學|说[，：,:]|說[，：,:])"
)
_CHINESE_BY = re.compile(
    rf"由({_CHINESE}[{_HAN}]{{1,2}}?)"
    r"(?=提出|编写|編寫|撰写|撰寫|审阅|審閱|负责|負責|修复|修復|完成|开发|開發|报告|報告)"
)
_KOREAN = re.compile(
    r"(?<![가-힣])([김이박최정강조윤장임한오서신권황안송류홍전고문양손배백허유남심노]"
    r"[가-힣]{2})(?= ?(?:씨|님|선생님|교수님|박사님)(?![가-힣]{2}))"
)


def asian_people(text: str) -> Iterator[Span]:
    """Return the people with such names: by a family name, and what stands around it."""
    if text.isascii():
        return
    for found in _JAPANESE_NAME.finditer(text):
        yield Span(*found.span(), Kind.PERSON)
    for pattern in (_CHINESE_NAME, _CHINESE_TITLED, _CHINESE_BY, _KOREAN):
        for found in pattern.finditer(text):
            yield Span(*found.span(1), Kind.PERSON)
