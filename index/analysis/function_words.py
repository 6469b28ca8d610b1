"""Words that ask or join and say nothing of their own, in every language of the archive (folded)."""

QUESTION_WORDS = frozenset(
    """
    кто кого кому кем ком что чего чему чем где куда откуда когда сколько какой какая какое какие
    какого какому каким какими каких какую каком почему зачем отчего как чей чья чье чьи чьей чьим
    который которая которое которые которого которой которую которых которым ли
    who whom whose what which when where why how many much long often
    kim kimlar kimning kimni kimga kimdan nima nimani nimaga nimadan nimalar nimasi nechta nechchi
    necha nechi qancha qachon qachondan qayer qayerda qayerga qayerdan qaysi qaysilar qanday qanaqa
    nega qani kimi ким кимлар кимнинг кимни кимга нима нимани нимага нималар нечта нечи неча қанча
    қачон қаерда қаерга қаердан қайси қандай қанақа нега
    кім кімдер кімнің кімді кімге кімнен не нені неге неден немен неше нешеу нешінші қанша қашан
    қайда қайдан қай қандай қалай қайсы
    эмне эмнени канча качан кайда кайсы кандай
    """.split()
)

_JOINING = frozenset(
    """
    и в во на с со к ко у о об обо от до из за по под при про для без над между через а но или же бы
    не ни да это этот эта эти этого этой этом этих то тот та те того той том тех его ее их он она
    они оно мы вы я ты нас вас нам вам им ей ему был была было были есть быть будет будут так там
    тут ну вот уж еще уже пожалуйста скажи скажите расскажи расскажите покажи
    the a an of in on at to for from by with and or not is are was were be been being do does did
    has have had it its this that these those there their they he she his her we you i me my our
    your as into about than then please tell show will would can could should any
    va bilan uchun bu shu ham esa edi ekan bor yoq emas haqida boyicha tomonidan orqali deb u ular
    biz siz men mi ва билан учун бу шу ҳам эса эди экан бор эмас ҳақида бўйича томонидан орқали деб
    у улар
    мен бен пен және үшін бұл осы сол да де туралы бойынша арқылы еді екен бар жоқ емес ол олар ма
    ме ба бе па пе
    """.split()
)

FUNCTION_WORDS = QUESTION_WORDS | _JOINING
