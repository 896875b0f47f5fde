//! What denies that words were taken from an outlet: who "never told Reuters" so did not, nor did the "nobody" who told it.

/// What may not stand before the first word of a credit for a passage, nor may "has not yet". Nothing stands between but helping verbs and "ever" or "yet",
/// so "not only told" is a credit. In Russian "не" denies the word behind it, whatever that is.
pub const DENIALS: &[&str] = &[
    "!or never|not|without have|has|had|been|ever|yet{0,3}",
    "didn't|didn’t|doesn't|doesn’t|don't|don’t|hasn't|hasn’t|haven't|haven’t|hadn't|hadn’t|isn't|isn’t|aren't|aren’t|wasn't|wasn’t|weren't|weren’t have|has|had|been|ever|yet{0,3}",
    "yet to be|have|been{0,2}",
    "contrary to what he|she|they|we|i|it have|has|had|been|ever{0,2}",
    "contrary to what @article? @name{1,5} have|has|had|been|ever{0,2}",
    "contrary to what the|a|an|his|her|their @word{1,3} have|has|had|been|ever{0,2}",
    "не",
    "вопреки тому ,? что @word{0,4}",
    "denied|denies|denying|deny|retracted|recanted what he|she|they|it|we|i|@name{1,4} have|has|had{0,1}",
];

/// What a credit for a passage may not begin with, its first word at the end, where other words have another sense behind the same denial: "no strike was
/// planned according to Reuters" is a credit, and so it is in languages where the denial stands beside the verb:
/// "il n'est pas mort selon l'AFP" is a credit. Nor does a "no" that belongs to the words before deny it: "il ne l'exclut pas dans un entretien à l'AFP", "dijo
/// que no en una entrevista con EFE".
pub const DENIALS_WITH: &[&str] = &[
    "nobody|none|neither have|has|had|ever|yet{0,3} told|tells|tell",
    "no one have|has|had|ever|yet{0,3} told|tells|tell",
    "nobody|none|neither of|from|in|at|inside @article|his|her|their|them|these|those? @word{0,2} have|has|had|ever|yet{0,3} told|tells|tell",
    "no one of|from|in|at|inside @article|his|her|their|them|these|those? @word{0,2} have|has|had|ever|yet{0,3} told|tells|tell",
    "^|.|,|;|:|@quote|@dash|that|but|because|so no|neither !one @word{1,2} have|has|had|ever|yet{0,3} told|tells|tell",
    "niemand|keiner|keine hat|habe|hatte|dort|bisher{0,2} sagte|sagt|erklärte|gegenüber",
    "niemand|keiner|keine von|aus|in|im @article? @word{1,2} sagte|sagt|erklärte|gegenüber",
    "^|.|,|;|:|@quote|@dash kein|keine @word{1,2} sagte|sagt|erklärte",
    "n'a|n'ont|n'avait|n'avaient|n’a|n’ont|n’avait|n’avaient encore? déclaré|dit|confié|indiqué|affirmé|expliqué|assuré",
    "personne|aucun|aucune @word{0,3} ne l'a|l'avait|l’a|l’avait déclaré|dit|confié|indiqué|affirmé|expliqué|assuré",
    "nadie|ninguno|ninguna se|me|te|nos|le|les|lo|la|los|las{0,2} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "ninguno|ninguna de @article? @word{1,2} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "ningún|ninguna @word{1,2} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "nicht|nie|niemals|keineswegs|weder gegenüber",
    "nicht|nie|niemals|keineswegs|weder aus|in|im einem|dem|seinem|ihrem? interview|gespräch",
    "weder|keineswegs laut|gemäß|nach",
    "weder laut|gemäß|gegenüber @any{1,8} noch laut|gemäß|nach|gegenüber",
    "weder nach angaben|informationen|bericht|berichten @any{1,8} noch laut|gemäß|nach|gegenüber",
    "weder im|in einem|dem? interview|gespräch @any{1,8} noch laut|gemäß|nach|gegenüber",
    "anders als er|sie|wir|ich|man zuvor|zunächst|noch|jüngst|einst{0,2} im|in? einem|dem? gegenüber|interview|gespräch",
    "anders als @article @word{1,2} im? gegenüber|interview|gespräch",
    "anders als @name{1,4} im? gegenüber|interview|gespräch",
    "entgegen dem ,? was @word{1,4} gegenüber|interview|gespräch",
    "jamais|pas|guère encore|été|eu{0,2} déclaré|dit|confié|indiqué|affirmé|expliqué|assuré|cité|citée",
    "sans avoir|être|jamais|été|l'avoir|l’avoir{1,3} déclaré|dit|confié|indiqué|affirmé|expliqué|assuré|cité|citée",
    "contrairement à ce qu'il|qu'elle|qu'ils|qu'elles|qu'on|qu’il|qu’elle|qu’ils|qu’elles|qu’on a|ont|avait|avaient|déjà|d'abord|d’abord{1,3} déclaré|dit|confié|indiqué|affirmé|expliqué|assuré",
    "contrairement à ce que @word{1,4} a|ont|avait|avaient déjà? déclaré|dit|confié|indiqué|affirmé|expliqué|assuré",
    "^|.|,|;|:|(|@quote|@dash|et|mais|c'est|c’est|n'est|n’est|n'était|n’était pas|jamais dans|lors d'un|d'une|d’un|d’une|un|une|son|sa|cet|cette? entretien|interview|entrevue",
    "no|nunca|jamás|tampoco se|me|te|nos|le|les|lo|la|los|las{0,2} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "no|nunca|jamás|tampoco|sin ha|han|había|habían|haber|fue|fueron|ser|sido{1,2} citado|citada",
    "contrario|contraria|contrariamente|diferencia a|de lo que él|ella|se|le|les|lo{0,2} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "contrario|contraria|contrariamente|diferencia a|de lo que el|la|los|las|su @word{1,2} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "contrario|contraria|contrariamente|diferencia a|de lo que @name{1,4} dijo|declaró|explicó|señaló|aseguró|afirmó",
    "!que|qué|o|respondió|contestó no|nunca|jamás en una|la|esa|su entrevista",
    "no|nunca|jamás concedió|dio|ha|había|concedido|dado{1,2} una|ninguna|la? entrevista",
];
