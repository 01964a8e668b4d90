/** Common passwords and the words they are made of, in normalized form. Short words are listed because people repeat them or add digits. */
const WORDS = `
  password passwort passw0rd p@ssword p@ssw0rd pa$$word pa$$w0rd pass1word passwords mypassword passpass
  motdepasse contraseña contrasena wachtwoord kennwort geheim geheimnis hasło senha salasana parola parole lozinka heslo пароль
  qwerty qwertyui qwertyuiop qwertyuiop[] qwertz qwertzuiop azerty azertyuiop asdfghjk asdfghjkl asdfghjkl; zxcvbnm qazwsxedc qazwsx
  1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 zaq12wsx zaq1zaq1 !qaz2wsx qweasdzxc asdfqwer qwerasdf
  qwer1234 asdf1234 zxcv1234 abcd1234 a1b2c3d4 a1s2d3f4 aa123456 aaa111 abc123 123abc 123qwe qwe123 1a2b3c4d 123456a a123456 12345a
  administrator admin administratoradmin superadmin sysadmin superuser root toor user username guest test tester testing testtest demo default
  changeme changeit changethis letmein letmeinnow welcome welcome1 welcomehome login loginlogin access secret topsecret private master
  iloveyou ilovegod ilovehim iloveher iloveme iloveu loveyou lovelove lovely loveme forever always babygirl babyboy sweetheart honey
  princess prince angel angels sunshine sunflower butterfly rainbow flower flowers monkey dragon dolphin elephant tiger panther
  football baseball basketball softball volleyball hockey soccer liverpool chelsea arsenal barcelona juventus realmadrid manchester
  superman batman spiderman starwars startrek pokemon pikachu minecraft fortnite nintendo playstation xbox360 gandalf hobbit mordor
  computer internet keyboard software hardware windows microsoft google facebook instagram twitter linkedin youtube samsung apple
  michael jennifer jessica michelle christian christopher elizabeth alexander alexandra benjamin nicholas samantha stephanie
  victoria charlotte veronica danielle jonathan patricia patrick anthony matthew william richard charles thomas robert daniel
  ashley amanda andrew joshua justin jordan hannah hunter thunder shadow killer trustno1 whatever nothing freedom destiny
  chocolate cookie cookies cheese banana orange strawberry blueberry pepper ginger peanut coffee guinness budweiser heineken
  mercedes porsche ferrari mustang corvette camaro yamaha harley honda toyota
  january february march april august september october november december monday tuesday wednesday thursday friday saturday sunday
  spring summer autumn winter springtime summertime christmas halloween easter birthday
  jesus jesuschrist jesus1 godisgood godislove blessed blessing heaven christ church
  company business office manager support helpdesk service services customer account accounts finance marketing
  abcdefgh abcdefghi abcdefghij abcdefghijkl abcdefghijklm abcabc abcdabcd xxxxxxxx zzzzzzzz
  helloworld hellohello hello goodmorning goodluck nopassword idontknow idontcare fuckyou fuckoff asshole bullshit
  thequickbrownfox tobeornottobe maytheforcebewithyou
  castellan
`;

export const BLOCKLIST: ReadonlySet<string> = new Set(WORDS.split(/\s+/).filter(Boolean));
