use super::told;

#[test]
fn who_was_never_told_is_not_credited() {
    for text in [
        "He never told The Guardian that he left.",
        "He has never been quoted by Reuters.",
        "The vote was close, not according to the Guardian but by his own account.",
        "The report wasn’t published in the Washington Post.",
        "Contrary to what he told CNN on Monday, the minister stayed.",
        "Contrary to what Sergey Lavrov had told CNN on Monday, he stayed.",
        "Contrary to what the foreign minister told CNN on Monday, he stayed.",
        "The paper printed it without citing Reuters.",
        "He has not yet told Reuters that he left.",
        "She hasn’t yet told Reuters that she left.",
        "The minister has not yet been quoted by Reuters.",
        "He has yet to tell Reuters that he left.",
        "The minister has yet to be quoted by Reuters.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
    for text in [
        "He not only told Reuters that he left.",
        "He never left the town, he told Reuters.",
        "It is true or not according to Reuters.",
        "Contrary to what many expected, he told Reuters that he left.",
        "He would not, said Reuters.",
        "He did not leave, as he told Reuters.",
        "He didn’t leave, he told Reuters.",
        "The paper printed it without leave, citing Reuters.",
        "Contrary to what he said before, he told Reuters that he left.",
        "The vote is yet to be held, he told Reuters.",
        "He is old, yet told Reuters that he stays.",
        "The vote is not over yet, he told Reuters.",
    ] {
        assert_eq!(told(text).len(), 1, "{text}");
    }
}

#[test]
fn denials_in_other_languages_leave_no_credit() {
    for text in [
        "Das sagte er nie gegenüber Reuters.",
        "Er hat sich nicht gegenüber Reuters geäußert.",
        "Er sagte das nicht im Gespräch mit dem Spiegel.",
        "Der Kanzler bleibt, weder laut Reuters noch laut AFP.",
        "Entgegen dem, was er gegenüber Reuters sagte, bleibt er.",
        "Anders als er zuvor gegenüber Reuters sagte, bleibt er.",
        "Anders als der Minister gegenüber Reuters sagte, bleibt er.",
        "Il n'a jamais déclaré à l'AFP que tout va bien.",
        "Le ministre n'a pas encore déclaré à l'AFP qu'il part.",
        "Il n'a jamais été cité par l'AFP.",
        "Le journal l'imprime sans être cité par l'AFP.",
        "Contrairement à ce qu’il a déclaré à l’AFP, il reste.",
        "Contrairement à ce que le ministre avait dit à l'AFP, il reste.",
        "Ce n'est pas dans un entretien accordé au Figaro qu'il le dit.",
        "Ce n’est pas lors d’une interview à l'AFP qu'il le dit.",
        "C'était à la radio, pas dans un entretien au Figaro.",
        "Pas dans un entretien à l'AFP, mais à la radio.",
        "Der Kanzler bleibt, weder nach Angaben von Reuters noch laut AFP.",
        "Das sagte er weder im Interview mit dem Spiegel noch gegenüber Reuters.",
        "Lo dijo no en una entrevista con El País, sino en la radio.",
        "No en una entrevista con EFE, sino en la radio.",
        "Creo que no dijo a EFE toda la verdad.",
        "El ministro no dijo a EFE que todo va bien.",
        "El ministro nunca le dijo a EFE que se va.",
        "El ministro jamás ha sido citado por EFE.",
        "Lo publicó sin ser citado por EFE.",
        "Al contrario de lo que dijo a EFE, el ministro se queda.",
        "Contrariamente a lo que el ministro dijo a EFE, se queda.",
        "Nunca concedió una entrevista a El País.",
        "Он не заявил в интервью RT, что уходит.",
        "Он никогда не сообщил в интервью RT об этом.",
        "Об этом не сообщает РИА Новости.",
        "Это не по данным ТАСС, а по его словам.",
        "Вопреки тому, что министр заявил в интервью RT, он остаётся.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
    for text in [
        "Er bleibt nicht, berichtet Reuters.",
        "Er bleibt nicht laut Reuters.",
        "Das sagte er nicht nur gegenüber Reuters.",
        "Anders als Merkel sagte er gegenüber Reuters, es gehe ihm gut.",
        "Il n'est pas mort selon l'AFP.",
        "Il n'a pas seulement déclaré à l'AFP que tout va bien.",
        "Contrairement à ce que beaucoup attendaient, il a déclaré à l'AFP qu'il part.",
        "Le ministre n'exclut pas dans un entretien au Figaro de partir.",
        "Le ministre n'exclut pas dans un entretien accordé au Figaro de partir.",
        "Le président n'exclut pas dans un entretien à l'AFP une hausse.",
        "Le ministre ne l'exclut jamais dans une interview à l'AFP.",
        "Il ne viendra pas, a dit à l'AFP le ministre.",
        "Sans lui, dit à l'AFP le ministre, rien ne va.",
        "Es gibt weder Strom noch nach Angaben von Reuters genug Wasser.",
        "Es gab weder Tote noch laut Reuters viele Verletzte.",
        "Er bleibe weder hier noch dort, sagte er gegenüber Reuters.",
        "Er kommt nicht, sagte er im Gespräch mit dem Spiegel.",
        "Entgegen dem Rat sagte er gegenüber Reuters, er bleibe.",
        "El ministro dijo que no en una entrevista con El País.",
        "El ministro respondió que no en una entrevista con EFE.",
        "El ministro contestó que no en una entrevista a El País.",
        "El ministro dijo que no, en una entrevista con EFE.",
        "“Creo que no” dijo a EFE el ministro.",
        "Al contrario, dijo a EFE el ministro.",
        "El ministro no se va y concedió una entrevista a EFE.",
        "El ministro no fue, citado por EFE.",
        "No, dijo a EFE el ministro.",
        "El ministro no solo dijo a EFE que se va.",
        "El ministro no viene según EFE.",
        "Об этом не только сообщает РИА Новости.",
        "Он не уходит, сообщает РИА Новости.",
        "Вопреки тому, что многие ждали, он заявил в интервью RT, что уходит.",
    ] {
        assert_eq!(told(text).len(), 1, "{text}");
    }
}

#[test]
fn a_subject_that_is_nobody_leaves_no_credit() {
    for text in [
        "It was late. Nobody told Reuters.",
        "No one told Reuters who said so.",
        "None of them told Reuters what was agreed.",
        "None of the three ministers has told Reuters so.",
        "Nobody from the foreign ministry told Reuters.",
        "No minister told Reuters what was agreed.",
        "It was late, but no spokesman has ever told Reuters so.",
        "Neither side told Reuters what was agreed.",
        "Niemand sagte der dpa etwas.",
        "Keiner hat bisher gegenüber Reuters gesprochen.",
        "Kein Minister sagte der dpa etwas.",
        "Personne n'a déclaré à l'AFP pourquoi.",
        "Aucun ministre n’a dit à l’AFP pourquoi.",
        "Nadie dijo a EFE por qué.",
        "Ningún ministro dijo a EFE por qué.",
        "Ninguno de los ministros dijo a EFE por qué.",
    ] {
        assert_eq!(told(text), [], "{text}");
    }
    for text in [
        "No, he told Reuters.",
        "A man who asked that nobody be named told Reuters so.",
        "The minister, whom no one expected, told Reuters so.",
        "No strike was planned according to Reuters.",
        "He said no and told Reuters that he stays.",
        "Nobody was hurt, the minister told Reuters.",
        "No one was hurt, an official told Reuters.",
        "Few of them told Reuters what they had seen.",
        "Niemand sei verletzt, sagte er gegenüber Reuters.",
        "Keiner soll gehen, sagte er der dpa.",
        "Personne ne viendra, a-t-il dit à l'AFP.",
        "Nadie vendrá, dijo a EFE el ministro.",
    ] {
        assert_eq!(told(text).len(), 1, "{text}");
    }
}
