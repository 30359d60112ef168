"""Further given names of many places; like those of `words.GIVEN` they are rarely another word."""

from tenon_sidecar.entities.words import words_of

FURTHER = words_of("""
Abby Abena Abimbola Abram Achim Adalbert Adelaide Adele Adelheid Adil Adjoa Adolfo Adriana Adrien
Afua Agata Agnieszka Agustín Aidan Aiden Aileen Ainhoa Aino Akosua Aksel Alain Alasdair Alastair
Alberto Albrecht Aldo Alejandra Aleksi Alena Alessandra Alessia Alexey Alexis Alfonso Alfredo
Alisha Alistair Allison Alvaro Alwin Alyssa Amadou Amaia Ambroise Amelie Ameya Aminata Amos Amélie
Anahit Ananda Anatoly Andile Andrej Andrzej Aneesh Aneta Angelika Angelina Angelo Angus Anika
Aniket Anja Anke Anneke Annelie Annemarie Annette Annie Anouk Ansgar Antje Antonella Antoni Antti
Anuj Anusha Aparna Araceli Arif Aristide Armand Armando Armin Arnaud Arno Arnold Arvid Arvind
Arwen Ashley Ashok Ashwin Asif Asma Atsushi Audrey Augusto Aurelia Aurelio Aurélie Avery Aviva
Axel Aylin Ayodele Ayumi Aziz Baldur Baltasar Balázs Barnaby Bartholomew Bartłomiej Basma Bastian
Bastien Beatrice Beatrix Becky Bela Benedetta Benedict Benedikt Benita Benito Benoit Benoît
Berenice Berit Bernadette Bernardo Bernd Bernhard Bert Berthold Bertrand Bessie Beth Bethany Betty
Beverly Bhavna Bianca Birgit Birgitta Birte Björk Blanca Bongani Borja Borys Botond Boubacar
Bożena Bradley Branko Bridget Brigitte Britta Bronwen Bruce Bryan Bryce Burak Byron Béla Caitlin
Caleb Calvin Cameron Carina Carlo Carlotta Carmela Carolina Carolyn Carsten Casimir Caspar
Catalina Caterina Cathal Cathy Catriona Cecil Cecile Cedric Celia Celine Cesar Chaim Chandra
Chantal Charlene Charlie Cheryl Chiamaka Chikondi Chinua Christa Christel Christelle Christer
Christiane Christof Christoph Christophe Cindy Claes Clarence Clarissa Claude Claudio Claus
Clemens Clifford Clive Clément Colette Colleen Connor Conor Conrad Constantin Consuelo Corentin
Corinna Corinne Cormac Cornelia Cornelius Cosima Courtney Craig Cristian Cristóbal Curtis Cynthia
Cyril Cyrus Cécile Cédric Céline César Dagmar Dagny Damian Damien Damir Damla Dan Dana Danielle
Danny Dario Darko Darren Darya Dave Davide Davor Dawid Deanna Debbie Declan Deepa Deirdre Delphine
Demetrius Derek Derrick Desiree Desmond Detlef Devika Devon Dhruv Diane Didier Diederik Diego
Dieter Dietmar Dietrich Dimitra Dimitri Dimitrios Dina Dinesh Divya Djamila Dolores Domenico
Dominic Dominika Dominique Donatella Donna Donovan Dora Doreen Dorian Doris Dorota Dorothea
Dorothee Dragana Duncan Dustin Dušan Dwayne Dylan Désirée Eamon Ebele Eberhard Eckhard Edgar
Edmund Edna Edoardo Eduard Edwin Egon Eiji Eike Eilidh Eimear Einar Eirik Eitan Ekkehard Elaine
Eleanor Elena Eleni Eleonora Elias Elif Elijah Elina Elinor Elio Eliot Elisa Elise Eliza Eliška
Elke Ellie Elliot Elliott Elmar Elodie Els Elsie Elvira Emanuel Emanuela Emeric Emerson Emile
Emilie Emilio Emily Emmanuel Emmanuelle Endre Enzo Eoin Erhard Erica Erich Erin Ernesto Erwin
Esmeralda Esmée Esperanza Esteban Estefanía Estelle Ethel Etta Eugen Eugenia Eulalia Eunice Evan
Evangelia Evangelos Evelina Everett Evgeni Evgenia Evgeny Ezekiel Ezra Fabian Fabien Fabienne
Fabio Fabiola Fabrice Fabrizio Fadi Fanny Faruk Fatema Fatoumata Federica Federico Felicia Felipe
Ferdinand Ferenc Fergus Filip Filippo Finlay Finn Finnegan Fionn Flavia Flavio Florentina Floyd
Folake Francesca Francine Francis Franck Franco Franziska Freda Freddie Frederic Frederick Freja
Freya Frida Frieda Fritz Frédéric Fumiko Gabriele Gabrielle Gael Ganesh Gareth Garrett Gaspard
Gaston Gavin Gaël Gemma Genevieve Geneviève Geoff Geoffrey Georgina Georgios Geraint Geraldine
Germaine Gertrud Gertrude Ghislaine Gianluca Gideon Gilbert Gilles Gillian Gina Giorgos Gisela
Gisele Giulio Gizem Glenn Gloria Godfrey Gonzalo Gopal Gottfried Graham Graziella Gregor Gretchen
Grigory Gráinne Grégoire Gudrun Guillermo Gunther Gus Gwen Gwendolyn Gyula György Gábor Gérard
Göran Günter Günther Hadrien Hagen Hakan Haldis Halima Hamish Hanne Hanneke Hannelore Hannes Hanno
Harald Hardik Hariet Harish Harold Harriet Harrison Hartmut Haruki Harumi Hector Hedwig Heike
Heiko Heiner Heinz Heloise Hemant Hendrik Henning Henri Henriette Henrike Herbert Heribert Herman
Hermann Hermione Hernán Hilary Hilda Hilde Hildegard Himanshu Hitomi Hitoshi Horacio Horst
Hortense Howard Hubert Hugh Hugues Humphrey Hyun-woo Håkan Héctor Iain Ibrahima Ichiro Ida Idris
Ilaria Ilias Ilka Ilkka Ilona Ilse Imad Imelda Imke Imogen Imre Inga Inge Ingeborg Inger Ingo
Ingolf Inès Inés Inês Ioana Ioannis Iolanda Irena Irma Irmgard Irving Irène Isabella Isabelle
Isadora Isaiah Isha Ishaan Isidro Ismael Isolde István Itsuki Ivana Ivar Ivo Ivonne Iwona Izabela
Jaakko Jacek Jacinta Jackie Jacqueline Jacques Jaime Jakub Jamie Janek Janelle Janice Janina
Janine Janis Jannik Jared Jarek Jarmila Jaroslava Jasmin Jasper Javid Jaya Jayden Jeanette Jeanne
Jeannette Jeffery Jelle Jen Jenna Jennie Jenny Jeremiah Jerome Jerry Jesper Jess Jessie Jesús
Jette Ji-hoon Ji-woo Jill Jillian Jimmy Jitka Jiří Jo Joachim Joakim Joana Joanne Joao Joaquin
Jocelyn Jochen Joe Joel Joerg Johann Johannah Jolanda Jolene Jon Jonah Jonathon Joost Jordi Joris
Josefa Josefina Josefine Josephine Josh Josiah Josie Josué Joséphine Jovana Joyce Joëlle Juana
Juhani Jukka Julen Juliana Juliane Julianne Julien Juliet Juliette Julio Julius Jun Jun-ho Juraj
Jussi Justine Justus Justyna Jutta Jyoti János Jérémy Jérôme Kadri Kaisa Kalle Kalpana Kamal
Kamala Kamil Kamila Kamran Karel Karima Karina Karine Karla Karolina Karsten Kasia Kasimir Kaspar
Katalin Katarzyna Katerina Kathrin Kathryn Kathy Katia Katie Katja Katrin Katrina Katy Kavita
Kavya Kay Kaya Kayode Kazimierz Keisha Kelechi Kelly Kelvin Kemal Kendra Kenny Kenta Keren Kerry
Kerstin Kerttu Keyla Khaled Khanh Kieran Killian Kimberly Kirill Kirk Kiyoshi Kjell Kjetil Klara
Klemens Knut Kofi Koji Koki Konrad Konstantinos Kosuke Kourosh Kris Krishna Kristen Kristian
Kristin Kristina Kristof Kristoffer Krystian Krystyna Kurtis Kwabena Kwaku Kyoko Kyösti Lachlan
Ladislav Lamine Lander Larissa Larry Latisha Laurence Lauri Laurie Laurin Lavinia Lawrence Laxmi
Leah Leander Leif Leigh Lene Lenka Lennart Lennox Lenz Leona Leonardo Leonid Leonie Leonora
Leopold Lerato Leroy Leszek Letitia Levi Lewis Liana Lidia Liesbeth Liesel Lilian Liliana Lilli
Lillian Lionel Lisbeth Lise Lisette Livia Liz Ljiljana Ljubica Llewellyn Lloyd Lois Loreen Lorena
Loretta Lorna Lorraine Lothar Lotte Louisa Loïc Luana Luboš Luca Lucian Luciana Luciano Lucie
Lucien Lucille Lucinda Lucius Ludmila Ludovic Ludwik Luigi Luisa Luise Luka Lukáš Luther Lutz Lyle
Lynette Lynn Lynne László Léa Léna Léo Léon Léonie Lúcia Maarten Mabel Maddalena Maddison
Madeleine Madeline Madhu Mads Magda Magdalena Mahesh Maija Maike Maja Majid Makoto Malachi Malcolm
Malik Malin Malte Mamadou Manfred Manoj Manon Manuela Mara Marcelina Marcella Marcelo Marcia
Marcin Marek Margareta Margarete Margarida Margarita Margaux Margot Margrit Marguerite Mari Marian
Marianna Marianne Mariano Maribel Maribeth Marica Marie-Claire Marieke Mariella Marielle Marietta
Marijn Marika Marilena Marilyn Mariusz Marjan Marjolein Marjorie Marko Markus Markéta Marlene
Marlies Marlon Marten Martijn Martine Masahiro Masaki Massimo Mateusz Mathias Mathieu Mathilde
Mathis Matilda Matilde Mats Matt Matthijs Matti Mattias Matus Maud Maureen Mauricio Maurizio Mauro
Maxime Maximilian Maxine Mayra Mayumi Małgosia Mbali Mechthild Meg Mei-ling Meike Meinhard Melanie
Melinda Melissa Melvin Mercedes Meredith Merete Merlijn Mette Michaela Michał Michele Michèle
Mickaël Miguel Mihai Mihály Miikka Mika Mike Mikko Mikołaj Mildred Milena Millicent Milosz Miloš
Min-ji Min-jun Mina Minh Minna Minoru Miranda Mireille Mirela Miriam Mirko Mirna Miro Mischa
Mitchell Mitsuko Mohamad Mohan Mohit Moira Moises Molly Mona Monique Morag Morgane Moritz Morten
Moses Moshe Muriel Musa Myriam Myrtle Márton Mårten Mélanie Nadezhda Nadim Nadine Nadir Naima
Najib Nanako Nancy Nandini Naoko Naomi Narendra Natacha Natalya Natasha Nate Nathalie Nathanael
Nathaniel Navin Nawal Nayeli Neil Nele Nelli Nelson Neven Neville Niall Nicholas Nico Nicola
Nicolaas Nicolai Nicoletta Nicolò Nigel Niki Niklas Niko Nils Nina Ninette Nirmala Nisha Nishant
Nitin Nkechi Nnamdi Noa Noah Noam Noemi Nomvula Norbert Noreen Norman Noé Noémie Nuala Nuria Núria
Octavia Octavio Odette Odile Ofelia Ola Olaf Olav Olayinka Ole Oleksandra Oleksiy Olena Olivier
Olle Ollie Olof Olumide Oluwadamilola Oluwatobi Onyeka Ophelia Oriol Orla Orsolya Ortwin Osama
Osvaldo Oswald Otieno Otilia Otis Ottilie Ottmar Owen Palesa Paloma Pam Parisa Pascale Pasquale
Patrice Patrik Patrycja Patty Paulette Paulina Pauline Pavla Pavol Peder Peer Peggy Pelle Penelope
Pernille Perrine Persephone Petar Pete Petr Petros Petter Petya Phil Philippa Philomena Phoebe
Phyllis Pia Pierrette Pierrick Pieter Pilar Pinar Pirkko Polina Poonam Prabhat Prakash Pranjal
Prasad Prashant Preeti Preston Primož Pritam Priyanka Pàdraig Pınar Quentin Quinn Rachelle Rada
Radek Radka Radomir Radosław Rafaela Rafaël Raffaella Raghav Raimund Rainer Raisa Rajendra Ralitsa
Rami Ramona Randall Randi Randy Ranjit Raphael Raphaela Raphaël Raquel Rashida Rasmus Raul Rayan
Razvan Raúl Regina Reiko Reinhard Reinhold Rekha Remigius Renata Renate Renaud Rene Renzo René
Renée Reuben Reynaldo Rhea Rhiannon Rhys Ricarda Riccardo Rick Rikard Rikke Riku Riley Rima Rina
Ritu Robbie Roberta Robyn Rocío Roderick Rodney Rodolfo Rodrigo Rogelio Rogier Rohan Rolf Romain
Romina Romuald Ron Ronan Ronja Ronnie Rory Rosalie Rosalind Rosalinda Rosalyn Rosamund Rosanna
Rosemarie Rosemary Rosie Rosita Rowena Roxana Roxanne Roy Ruben Rubén Rudi Rudolf Rufus Rui
Rukmini Rupert Rushil Ruslan Russell Rutger Ryszard Rémi Saanvi Sabina Sabrina Sacha Saki Salem
Salim Sally Salome Salvador Salvatore Sam Samantha Sami Samira Sammy Samson Samu Sandrine Sandro
Santiago Santosh Sarita Sascha Saskia Satomi Saul Saverio Scarlett Selena Selina Selma Senan
Seo-yeon Seraphina Serena Serge Serhii Seung-min Seyed Shabnam Shane Shannon Shanti Shaun Shauna
Shawn Sheila Shelby Shelley Sherry Shigeru Shira Shirin Shirley Shiro Shivani Shlomo Shoko Shota
Shubham Shweta Sibylle Sidney Siegfried Sigmund Signe Sigrid Sigrun Sigurd Silas Silke Silvana
Silvia Silvie Silvio Simeon Simona Sinan Sindre Siobhan Sipho Sissel Sixten Siya Slavica Slavko
Smita Snežana Snorri Solveig Solène Somchai Sondre Soo-jin Soraya Soren Spencer Srinivas Stacey
Stacy Stanisław Stanley Stella Sten Stian Stig Stina Stu Stuart Stéphane Stéphanie Subhash
Suchitra Sudhir Suleiman Sumit Sung-min Sunil Sunita Sunniva Sushma Suzan Suzana Suzanne Svein
Svenja Svetoslav Sybil Sylvain Sylvester Sylvie Synne Szabolcs Szymon Sándor Sébastien Séverine
Sławomir Taavi Tabea Tabitha Tadashi Tahir Taisiya Taiwo Takeshi Takuya Talia Tamar Tamsin Tamás
Tanja Tanvi Tarek Taro Tatjana Tatsuya Tatyana Tayo Ted Teemu Temi Temitope Terence Teresa
Teresita Terje Terry Tess Tetiana Tetsuo Thabiso Thaddeus Thandiwe Thaís Thea Thelma Theodora
Theodore Thibault Thierry Thijs Thilo Thirza Thora Thorben Thorsten Théo Thérèse Tiffany Tilda
Tilman Timo Timon Timur Tina Tinashe Tobiah Tomasa Tomislav Tommaso Tommy Tomás Tomáš Toni Tony
Torben Tore Torsten Toru Torvald Tracey Tracy Trevor Trine Tristan Trond Trudy Tsvetan Tuomas
Tyler Tyrone Udo Ugo Ulf Ulises Ulla Ulrik Ulrika Umberto Una Urs Usha Usman Uta Ute Uwe Vaclav
Valentijn Valérie Vandana Vanesa Vasil Vasilis Vasily Veit Velma Venkat Verena Vernon Veronika
Vesna Vicente Vicki Vicky Vikki Viktoria Viktória Vilma Vimal Vincenzo Vinod Vinícius Viraj
Virginie Vishal Vitaly Vito Vittoria Vittorio Viviana Vivien Vivienne Vladislav Vojtěch Volker
Volodymyr Vytautas Václav Véronique Walburga Waldemar Wallace Walther Wanda Wangari Wanjiru Warren
Wayne Wei Wenche Wendell Wenzel Werner Wes Wesley Wessel Wiebke Wiktor Wiktoria Wilfred Wilfried
Wilhelmina Willem Willemijn Willi Willie Wilma Wim Winfried Winifred Winston Wolf-Dieter Wout
Wouter Xenia Xiaoming Ximena Xochitl Yael Yamini Yann Yannick Yannis Yara Yash Yasuhiro Yasuko
Yehuda Yelena Yesenia Yeva Yiming Yoko Yolanda Yolande Yonas Yoon-ah Yosuke Yousef Ysabel Yui
Yuliya Yuma Yumi Yuriy Yvan Yves Yvette Zach Zachary Zack Zaid Zanele Zbigniew Zdeněk Zdravko
Zeinab Zhiwei Zita Zlatan Zlatko Zofia Zoltan Zoltán Zora Zoë Zsuzsa Zsófia Zuleika Zé Álvaro
Éamon Éloïse Émile Émilie Özgür Øystein Øyvind Željko
""")
