-- Written by generate.py. Made-up people.
CREATE DATABASE trust_records;
CREATE DATABASE shop;
\connect trust_records
CREATE SCHEMA safeguarding;
CREATE SCHEMA hr;
CREATE TABLE patients (patient_id int PRIMARY KEY, nhs_number bigint, family_name text, given_name text, date_of_birth date, sex char(1), address text, postcode text, telephone text, email text, ethnicity text, diagnosis text, icd10 text, medication text, notes text);
COPY patients FROM stdin;
100001	7220898363	Reynolds	Mohammed	1974-02-03	M	153 Queen Street, Bristol	BS7 5AP	07700 900429	mohammed.reynolds37@mail.example	Pakistani	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Did not attend, to be offered another date.
100002	7749211853	Fletcher	Bronwen	1999-11-26	F	50 Castle Street, Oxford	OX19 4HB	01632 960917	bronwen.fletcher61@example.org	Chinese	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Discussed with family, carer's assessment offered.
100003	6840236757	Evans	Stephen	1949-02-11	F	14 Park Road, Bristol	BS11 7NA	01632 960659	stephen.evans34@example.org	Black African	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Did not attend, to be offered another date.
100004	4468583002	Jones	Helen	1937-11-18	F	166 North Parade, Swansea	SA7 9NF	07700 900901	helen.jones90@mail.example	Black African	Essential hypertension	I10	Amlodipine 5mg tablets	Discussed with family, carer's assessment offered.
100005	6610964688	Carter	Peter	1933-11-03	M	86 Park Road, Exeter	EX5 3JE	0113 496 0050	peter.carter16@mail.example	Black Caribbean	Migraine	G43.9	Sumatriptan 50mg tablets	Medication changed after side effects.
100006	4056301646	Shah	Sophie	1992-10-16	F	175 Albert Street, Swansea	SA14 1XS	07700 900704	sophie.shah98@mail.example	Any other White background	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Did not attend, to be offered another date.
100007	7390326123	Adams	Harpreet	1976-12-15	M	104 West Street, Plymouth	PL5 8ZD	01632 960160	harpreet.adams59@example.com	White Irish	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100008	6652198274	Chapman	Andrew	1941-06-21	M	146 Cross Street, Norwich	NR6 9QS	0113 496 0666	andrew.chapman87@example.org	Mixed White and Asian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Did not attend, to be offered another date. CANARY-7f3a91c2e5d84b06
100009	7625590240	Sharma	Elizabeth	1947-05-20	M	63 Church Road, Preston	PR19 5ZS	07700 900907	elizabeth.sharma29@mail.example	Bangladeshi	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100010	6102643631	Price	Deborah	1993-10-09	F	30 Garden Close, Bristol	BS10 8SB	07700 900662	deborah.price79@example.com	Mixed White and Asian	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Bloods repeated, see letter.
100011	4349397671	Hall	Laura	1962-01-19	F	153 Garden Close, Bristol	BS14 2SH	01632 960700	laura.hall52@mail.example	Black Caribbean	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Discussed with family, carer's assessment offered.
100012	4600081315	Walker	Sandra	1966-08-24	F	147 Queen Street, Leeds	LS2 4BH	01632 960080	sandra.walker86@mail.example	Any other White background	Epilepsy	G40.9	Levetiracetam 500mg tablets	Bloods repeated, see letter.
100013	6713154638	Shah	Margaret	1993-05-13	M	166 North Parade, Derby	DE6 7SL	07700 900238	margaret.shah58@mail.example	Chinese	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100014	7558911117	Hall	Amelia	1988-09-30	M	83 Cross Street, Cardiff	CF2 8TR	01632 960621	amelia.hall31@example.com	White British	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100015	6347405911	Reid	Ian	1951-10-22	F	1 Priory Court, Lincoln	LN1 1FL	07700 900616	ian.reid22@example.com	Mixed White and Asian	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100016	7239439968	Hughes	Margaret	1993-05-10	F	16 Back Lane, York	YO12 6BE	01632 960951	margaret.hughes68@example.com	Black African	Migraine	G43.9	Sumatriptan 50mg tablets	Bloods repeated, see letter.
100017	7360102928	Davies	David	2005-10-29	F	84 Ferry Road, Derby	DE11 5HP	07700 900951	david.davies94@mail.example	Bangladeshi	Asthma	J45.9	Salbutamol 100micrograms inhaler	Discussed with family, carer's assessment offered.
100018	7423535435	Evans	Sandra	1980-12-05	F	6 Park Road, York	YO12 7AZ	01632 960782	sandra.evans78@example.org	White British	Breast cancer	C50.9	Tamoxifen 20mg tablets	Medication changed after side effects.
100019	4112784945	Watson	Sean	1956-01-08	M	161 Orchard Close, York	YO4 8JF	01632 960882	sean.watson91@example.org	Any other White background	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Did not attend, to be offered another date.
100020	6228439596	Stevens	James	1983-02-08	M	6 Green Lane, York	YO14 4PT	01632 960959	james.stevens43@example.com	Black African	Epilepsy	G40.9	Levetiracetam 500mg tablets	Medication changed after side effects.
100021	4428691874	Cooper	Peter	1986-07-31	F	10 Garden Close, Derby	DE5 7FS	01632 960352	peter.cooper66@mail.example	Chinese	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Medication changed after side effects.
100022	4538831085	Bailey	Amelia	1945-07-25	M	132 North Parade, Bristol	BS6 7FG	0113 496 0491	amelia.bailey76@example.com	Pakistani	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Reviewed in clinic, stable.
100023	7133576597	Jackson	Harpreet	1947-07-21	F	33 Elm Grove, Norwich	NR5 2NL	0113 496 0184	harpreet.jackson77@example.org	Bangladeshi	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Did not attend, to be offered another date.
100024	4080066619	Kelly	Robert	1960-05-03	M	34 The Crescent, Bristol	BS11 1HX	01632 960955	robert.kelly48@mail.example	Bangladeshi	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Medication changed after side effects.
100025	7072858776	Murray	Tracey	2002-01-15	F	91 North Parade, York	YO1 9AU	0113 496 0394	tracey.murray69@example.org	Bangladeshi	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Discussed with family, carer's assessment offered.
100026	4038967166	James	Donna	1943-10-12	F	44 Dale Avenue, Leeds	LS8 9RS	01632 960169	donna.james38@example.com	White British	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Did not attend, to be offered another date.
100027	7333806863	Reynolds	Mohammed	2003-09-14	M	2 Ferry Road, Plymouth	PL2 9NJ	0113 496 0634	mohammed.reynolds40@example.org	Mixed White and Asian	Essential hypertension	I10	Amlodipine 5mg tablets	Did not attend, to be offered another date.
100028	4883190676	Baker	Deborah	1939-08-24	M	49 Castle Street, Leeds	LS16 8PS	0113 496 0693	deborah.baker54@example.org	Pakistani	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Did not attend, to be offered another date.
100029	6936139329	Morris	Olivia	1939-09-11	M	62 Mill Lane, Swansea	SA12 9DB	01632 960794	olivia.morris62@example.org	Any other White background	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Did not attend, to be offered another date.
100030	4708950993	Walker	Harry	1955-01-10	F	123 Park Road, Cardiff	CF2 2JW	07700 900677	harry.walker81@example.org	White British	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable.
100031	6924410049	Reynolds	Fiona	1937-06-12	F	158 Elm Grove, York	YO7 6NU	07700 900099	fiona.reynolds41@example.org	Bangladeshi	Epilepsy	G40.9	Levetiracetam 500mg tablets	Did not attend, to be offered another date.
100032	7575548483	Jenkins	Sandra	1976-12-29	F	177 Church Road, Cardiff	CF19 8LX	07700 900772	sandra.jenkins63@example.org	White Irish	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Did not attend, to be offered another date.
100033	6422750285	Bailey	Callum	1955-12-08	F	39 Station Road, Preston	PR5 3ZH	01632 960921	callum.bailey92@example.com	Black Caribbean	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Medication changed after side effects.
100034	7395628519	Stewart	George	1959-03-23	F	56 North Parade, Swansea	SA12 3SJ	07700 900491	george.stewart25@example.org	White British	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Reviewed in clinic, stable.
100035	6601288357	Murray	Ian	1981-08-23	F	106 Queen Street, Leeds	LS13 5DL	01632 960194	ian.murray17@mail.example	White British	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Did not attend, to be offered another date.
100036	7400332104	Chapman	Kwame	1943-07-15	M	89 The Crescent, York	YO2 7AW	07700 900519	kwame.chapman53@example.com	Black Caribbean	Migraine	G43.9	Sumatriptan 50mg tablets	Discussed with family, carer's assessment offered.
100037	7356414414	Thomas	John	1942-10-07	F	61 Orchard Close, Preston	PR4 6LP	0113 496 0531	john.thomas86@example.org	White Irish	Epilepsy	G40.9	Levetiracetam 500mg tablets	Discussed with family, carer's assessment offered.
100038	6665682668	Harrison	Sean	1941-11-18	F	113 Heath Drive, Swansea	SA16 3YL	0113 496 0878	sean.harrison17@mail.example	Black African	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Medication changed after side effects.
100039	6134474541	Roberts	Daniel	2004-02-02	F	180 Hill View, Exeter	EX3 9QT	0113 496 0081	daniel.roberts47@example.org	Any other White background	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Bloods repeated, see letter.
100040	4710278806	Reid	David	1981-07-11	M	131 Kings Avenue, Cardiff	CF16 9NW	01632 960080	david.reid88@mail.example	Any other White background	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100041	6641888436	Brown	Harpreet	1947-09-13	M	31 Windsor Gardens, Plymouth	PL8 1EW	0113 496 0328	harpreet.brown74@mail.example	Mixed White and Asian	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable.
100042	4579642775	Walsh	John	1981-02-17	M	186 Oak Crescent, York	YO5 1TN	0113 496 0041	john.walsh81@mail.example	Black African	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Discussed with family, carer's assessment offered.
100043	7258528938	Ellis	Imran	1942-12-30	F	114 Park Road, Preston	PR13 2SX	0113 496 0340	imran.ellis68@example.com	Indian	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Medication changed after side effects.
100044	4623090027	Watson	Sandra	1948-06-27	M	139 Chapel Lane, York	YO16 2XB	01632 960748	sandra.watson77@example.com	White British	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Reviewed in clinic, stable.
100045	6462244798	Kelly	Dilys	1983-05-25	F	180 Priory Court, Bristol	BS13 4QR	01632 960568	dilys.kelly21@example.com	White Irish	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100046	4944487401	Johnson	Sandra	1982-07-12	F	168 Windsor Gardens, Swansea	SA17 7WZ	07700 900207	sandra.johnson43@mail.example	Pakistani	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Reviewed in clinic, stable.
100047	7322760395	Taylor	Kwame	1957-07-04	F	109 Albert Street, Exeter	EX13 9FZ	0113 496 0601	kwame.taylor41@example.com	Any other White background	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100048	7986104856	Davis	Zainab	1951-12-28	M	150 Mill Lane, Swansea	SA13 7YL	0113 496 0641	zainab.davis86@example.org	White Irish	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100049	7052306662	Lloyd	Helen	1982-06-01	M	125 Elm Grove, Bristol	BS1 8SD	01632 960100	helen.lloyd62@example.org	White British	Schizophrenia	F20.9	Olanzapine 10mg tablets	Discussed with family, carer's assessment offered.
100050	6344929790	Hall	Sophie	1953-06-27	F	50 Cross Street, Lincoln	LN2 9JE	07700 900036	sophie.hall44@example.com	Pakistani	Epilepsy	G40.9	Levetiracetam 500mg tablets	Did not attend, to be offered another date.
100051	4002790851	Young	Graham	1957-02-11	M	151 Cross Street, Norwich	NR16 8GS	0113 496 0350	graham.young22@example.org	Pakistani	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Did not attend, to be offered another date.
100052	7944845270	Murphy	Robert	1948-04-27	F	126 North Parade, Swansea	SA8 8TG	01632 960549	robert.murphy24@example.org	Mixed White and Asian	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100053	6171894877	Wright	Isla	1971-03-13	F	119 Oak Crescent, York	YO6 2AF	07700 900236	isla.wright55@example.com	Any other White background	Schizophrenia	F20.9	Olanzapine 10mg tablets	Discussed with family, carer's assessment offered.
100054	7897668657	Wilson	Alan	1951-03-20	M	159 Dale Avenue, Preston	PR4 3WE	01632 960211	alan.wilson86@example.com	White British	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Medication changed after side effects.
100055	6964925570	Allen	Kwame	1942-07-13	F	32 Windsor Gardens, Exeter	EX3 2YP	0113 496 0534	kwame.allen18@example.com	White British	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Did not attend, to be offered another date.
100056	4911566892	Ahmed	Samuel	1956-05-22	F	80 Church Road, Exeter	EX17 4LW	07700 900682	samuel.ahmed33@mail.example	Any other White background	Epilepsy	G40.9	Levetiracetam 500mg tablets	Did not attend, to be offered another date.
100057	6256243137	Owen	George	1937-04-28	M	111 Park Road, Lincoln	LN16 3RU	01632 960327	george.owen24@example.com	Indian	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Bloods repeated, see letter.
100058	7745398029	Reid	Donna	1978-03-16	M	86 Church Road, Leeds	LS14 6GX	07700 900220	donna.reid51@example.com	Indian	Breast cancer	C50.9	Tamoxifen 20mg tablets	Medication changed after side effects. CANARY-7f3a91c2e5d84b06
100059	6104551912	Scott	Elizabeth	1978-12-01	F	37 Cross Street, Norwich	NR19 5ZR	01632 960829	elizabeth.scott97@mail.example	Bangladeshi	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100060	7362616007	Morgan	Aisha	2004-12-20	F	166 Victoria Terrace, Derby	DE1 7NT	01632 960291	aisha.morgan30@example.org	Black African	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100061	7748500452	Baker	Graham	1979-07-22	F	46 Kings Avenue, Lincoln	LN4 6LL	07700 900388	graham.baker72@mail.example	Mixed White and Asian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Did not attend, to be offered another date.
100062	6025092133	Moore	Barbara	1949-05-05	F	31 Cross Street, Oxford	OX6 2NT	01632 960525	barbara.moore72@example.org	Black African	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Medication changed after side effects.
100063	4351232854	Matthews	Barbara	2005-10-07	M	137 Garden Close, Exeter	EX7 6DQ	01632 960031	barbara.matthews59@example.com	Black Caribbean	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Discussed with family, carer's assessment offered.
100064	7669404280	Jackson	James	1950-03-13	M	39 Green Lane, Norwich	NR9 9UH	07700 900461	james.jackson27@mail.example	Black Caribbean	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Bloods repeated, see letter.
100065	6534356686	Hughes	Sheila	1978-12-02	M	118 West Street, Lincoln	LN12 8JJ	07700 900554	sheila.hughes60@example.org	Bangladeshi	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Discussed with family, carer's assessment offered.
100066	4267955840	Lewis	Elizabeth	2001-02-25	M	150 Church Road, York	YO9 8WA	0113 496 0422	elizabeth.lewis79@example.com	Mixed White and Asian	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Reviewed in clinic, stable.
100067	6734198537	Ward	Mohammed	1982-09-06	M	80 Albert Street, Leeds	LS15 3DS	07700 900765	mohammed.ward89@example.com	Indian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Bloods repeated, see letter.
100068	4843275530	Sharma	John	1951-03-05	M	135 Kings Avenue, Bristol	BS1 2SU	07700 900798	john.sharma85@example.org	Pakistani	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Discussed with family, carer's assessment offered.
100069	4914725177	Morris	Oliver	1942-08-30	F	145 Back Lane, Lincoln	LN3 2PJ	0113 496 0884	oliver.morris28@mail.example	Bangladeshi	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Did not attend, to be offered another date.
100070	6346188585	Khan	Laura	1939-12-13	M	146 West Street, Lincoln	LN12 3YF	0113 496 0364	laura.khan78@example.org	Indian	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Discussed with family, carer's assessment offered.
100071	6251115343	Matthews	Mohammed	1985-12-14	F	177 Castle Street, Preston	PR19 7SF	01632 960477	mohammed.matthews96@example.org	Mixed White and Asian	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Did not attend, to be offered another date.
100072	7880555986	Ellis	Lucy	1942-09-28	M	179 Cross Street, York	YO11 6UD	0113 496 0691	lucy.ellis13@example.com	White Irish	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Did not attend, to be offered another date.
100073	6261932069	Roberts	Imran	1963-08-17	M	115 The Crescent, Oxford	OX10 9PW	0113 496 0684	imran.roberts17@example.com	Mixed White and Asian	Essential hypertension	I10	Amlodipine 5mg tablets	Reviewed in clinic, stable.
100074	4371659829	Mitchell	Simon	1937-09-17	M	97 Kings Avenue, Norwich	NR16 2FW	0113 496 0970	simon.mitchell79@mail.example	Pakistani	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable.
100075	7127430403	Fletcher	Alan	1950-12-10	M	23 Garden Close, Derby	DE3 8BA	01632 960967	alan.fletcher93@example.com	Mixed White and Asian	Essential hypertension	I10	Amlodipine 5mg tablets	Bloods repeated, see letter.
100076	4757951973	Moore	Grace	1935-01-03	M	58 West Street, Preston	PR16 5RP	07700 900931	grace.moore51@example.com	Indian	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100077	7148347793	Chapman	Olivia	1946-04-02	F	103 Station Road, Lincoln	LN7 2EP	01632 960315	olivia.chapman56@example.org	Any other White background	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100078	4249676064	Thomas	Joyce	1934-05-18	M	177 Ferry Road, Oxford	OX8 7TT	01632 960712	joyce.thomas19@example.org	Any other White background	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100079	7815639550	Ellis	Christopher	1999-05-25	F	86 Abbey Road, Lincoln	LN15 1RX	01632 960874	christopher.ellis93@mail.example	Black African	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Did not attend, to be offered another date.
100080	4151200967	Jenkins	Lewis	1934-09-17	F	188 Windsor Gardens, Norwich	NR16 3GJ	07700 900420	lewis.jenkins95@example.org	White British	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100081	7575570209	Parker	Chloe	1950-03-20	F	140 Cross Street, Preston	PR17 8LF	07700 900436	chloe.parker27@example.com	Indian	Essential hypertension	I10	Amlodipine 5mg tablets	Did not attend, to be offered another date.
100082	7775684577	Clark	Megan	1996-08-24	F	101 Heath Drive, Exeter	EX7 7AT	0113 496 0820	megan.clark47@mail.example	Mixed White and Asian	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100083	7647265083	Hughes	William	1984-09-11	F	123 Albert Street, Preston	PR4 7FL	01632 960576	william.hughes57@example.com	Any other White background	Migraine	G43.9	Sumatriptan 50mg tablets	Did not attend, to be offered another date.
100084	6494452884	White	Patricia	1961-10-16	F	88 Priory Court, Cardiff	CF12 3FX	07700 900435	patricia.white10@example.org	White Irish	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Reviewed in clinic, stable.
100085	7094692021	Graham	Leah	1966-12-01	M	166 Abbey Road, Preston	PR5 3EQ	07700 900484	leah.graham70@example.com	Chinese	Migraine	G43.9	Sumatriptan 50mg tablets	Bloods repeated, see letter.
100086	7853353065	Davis	Tariq	1935-08-23	F	175 Mill Lane, Preston	PR19 3TL	07700 900507	tariq.davis45@example.com	Mixed White and Asian	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Discussed with family, carer's assessment offered.
100087	6543587059	Hall	Nicola	1968-10-25	F	65 Oak Crescent, Bristol	BS9 2FW	0113 496 0061	nicola.hall21@example.com	White Irish	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Medication changed after side effects.
100088	7572883486	Khan	Daniel	1935-12-23	M	150 West Street, Derby	DE2 7YN	07700 900514	daniel.khan39@example.org	Indian	Migraine	G43.9	Sumatriptan 50mg tablets	Did not attend, to be offered another date.
100089	6712566851	Wood	Andrew	1998-06-24	F	131 Dale Avenue, Derby	DE14 9AY	01632 960532	andrew.wood15@example.org	Bangladeshi	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Reviewed in clinic, stable.
100090	7798576711	Shah	Eleanor	1953-12-13	F	52 Garden Close, Lincoln	LN13 9GT	07700 900135	eleanor.shah14@example.org	Black African	Breast cancer	C50.9	Tamoxifen 20mg tablets	Medication changed after side effects.
100091	6714640579	Hall	Amelia	1952-05-26	M	177 Hill View, Leeds	LS9 9HX	0113 496 0466	amelia.hall86@example.com	Black African	Epilepsy	G40.9	Levetiracetam 500mg tablets	Reviewed in clinic, stable.
100092	6862585495	Johnson	Harpreet	1981-03-02	M	22 Back Lane, Oxford	OX10 8UF	07700 900803	harpreet.johnson47@mail.example	Pakistani	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100093	4204262457	Green	Carol	1967-05-07	F	118 Windsor Gardens, Leeds	LS7 8TH	07700 900049	carol.green50@mail.example	Black African	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100094	7721208238	Parker	John	1955-08-22	M	75 Back Lane, Norwich	NR11 6WX	07700 900022	john.parker37@example.org	Pakistani	Breast cancer	C50.9	Tamoxifen 20mg tablets	Bloods repeated, see letter.
100095	4124078439	Palmer	Callum	1992-12-28	M	137 Ferry Road, Oxford	OX3 7HD	0113 496 0804	callum.palmer57@example.org	Any other White background	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Medication changed after side effects.
100096	7877587317	Shah	Chloe	1949-06-07	F	80 Chapel Lane, York	YO12 6QL	0113 496 0890	chloe.shah31@example.com	White British	Essential hypertension	I10	Amlodipine 5mg tablets	Discussed with family, carer's assessment offered.
100097	6043798034	Begum	Imran	1963-09-19	M	74 Castle Street, Oxford	OX4 6DB	0113 496 0210	imran.begum48@example.com	White Irish	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Did not attend, to be offered another date.
100098	6476876341	Adams	Deborah	1966-12-22	F	113 Green Lane, Norwich	NR5 9UW	07700 900652	deborah.adams46@example.org	Black African	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100099	6093100227	Watson	Aisha	1963-03-22	M	50 Castle Street, Lincoln	LN9 4EB	01632 960208	aisha.watson86@example.org	Mixed White and Asian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100100	7651124863	Walker	Lewis	1961-03-03	M	139 Park Road, Oxford	OX9 6ZQ	0113 496 0376	lewis.walker94@example.com	Chinese	Schizophrenia	F20.9	Olanzapine 10mg tablets	Medication changed after side effects.
100101	4505440923	Khan	Christopher	1943-08-24	M	124 North Parade, Cardiff	CF13 4SF	01632 960799	christopher.khan16@example.org	Pakistani	Schizophrenia	F20.9	Olanzapine 10mg tablets	Did not attend, to be offered another date.
100102	7388637737	Cox	Tariq	1980-12-12	F	11 School Lane, Derby	DE18 9XY	0113 496 0459	tariq.cox59@mail.example	White British	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Reviewed in clinic, stable.
100103	4366204614	Baker	Priya	1942-08-21	M	95 Castle Street, Plymouth	PL2 9HL	01632 960759	priya.baker92@example.org	Pakistani	Epilepsy	G40.9	Levetiracetam 500mg tablets	Reviewed in clinic, stable.
100104	4429347107	Sharma	Joyce	1974-09-29	M	153 Garden Close, York	YO8 8TL	01632 960538	joyce.sharma28@example.org	Black African	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Reviewed in clinic, stable.
100105	7290098420	Evans	Grace	1943-08-19	F	123 Albert Street, Bristol	BS11 5JR	07700 900256	grace.evans57@example.com	Black African	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Did not attend, to be offered another date.
100106	7486550261	Williams	Isla	1997-06-16	F	29 Station Road, Cardiff	CF10 7EQ	07700 900174	isla.williams22@example.org	Pakistani	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100107	7023092323	Green	George	1990-04-04	M	134 Priory Court, Norwich	NR14 1RU	07700 900450	george.green30@mail.example	Black Caribbean	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100108	4579472632	Mitchell	Gwen	1932-05-30	F	189 Back Lane, Leeds	LS13 3XB	0113 496 0819	gwen.mitchell33@mail.example	Mixed White and Asian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Discussed with family, carer's assessment offered. CANARY-7f3a91c2e5d84b06
100109	6479703952	Knight	Amelia	1981-07-21	F	39 The Crescent, Lincoln	LN3 9DT	01632 960600	amelia.knight63@mail.example	Black Caribbean	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Reviewed in clinic, stable.
100110	7837077121	Cooper	Donna	1944-10-03	F	163 Garden Close, Preston	PR10 2EQ	01632 960567	donna.cooper33@mail.example	White Irish	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Reviewed in clinic, stable.
100111	6397018954	Evans	Mohammed	1992-07-07	F	138 High Street, Plymouth	PL5 4TB	07700 900627	mohammed.evans53@example.com	Bangladeshi	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Did not attend, to be offered another date.
100112	6406684680	Scott	Simon	1983-09-03	M	61 Back Lane, Bristol	BS15 2DW	0113 496 0209	simon.scott61@example.org	Chinese	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100113	4311982909	Morgan	Hannah	1999-09-20	M	86 The Crescent, Derby	DE5 5UL	01632 960482	hannah.morgan61@example.org	Mixed White and Asian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Medication changed after side effects.
100114	7873684342	Collins	Zainab	1954-06-24	M	13 Queen Street, York	YO12 4BT	01632 960613	zainab.collins43@mail.example	White British	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100115	6466744671	Hussain	Callum	1947-11-22	F	153 West Street, York	YO11 5QS	0113 496 0457	callum.hussain87@example.org	White British	Migraine	G43.9	Sumatriptan 50mg tablets	Bloods repeated, see letter.
100116	6067850575	Palmer	Simon	1991-12-04	M	152 Park Road, Norwich	NR7 1DZ	0113 496 0041	simon.palmer18@mail.example	Pakistani	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Did not attend, to be offered another date.
100117	7453478308	Powell	Owen	1956-03-15	F	92 School Lane, Preston	PR5 6GL	0113 496 0426	owen.powell14@example.org	Black African	Essential hypertension	I10	Amlodipine 5mg tablets	Bloods repeated, see letter.
100118	6529093532	Griffiths	William	1936-07-09	F	19 Castle Street, Bristol	BS15 3JT	0113 496 0654	william.griffiths73@example.com	Pakistani	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Did not attend, to be offered another date.
100119	4677236895	Simpson	Oliver	1973-06-30	F	80 High Street, Oxford	OX3 9BT	07700 900504	oliver.simpson19@mail.example	Chinese	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100120	6166312385	Matthews	Gwen	1941-12-18	M	22 Albert Street, Exeter	EX14 6NU	0113 496 0750	gwen.matthews23@example.org	White Irish	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Discussed with family, carer's assessment offered.
100121	7690212271	Williams	Bronwen	1981-02-28	F	122 Ferry Road, Derby	DE1 6HB	07700 900594	bronwen.williams32@example.com	Bangladeshi	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Reviewed in clinic, stable.
100122	6291043785	Foster	Edward	1947-12-24	M	52 The Crescent, Plymouth	PL14 6UX	07700 900612	edward.foster38@mail.example	Black Caribbean	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Medication changed after side effects.
100123	7663985826	Thomas	Rhys	1993-12-30	M	157 West Street, Derby	DE9 6HQ	01632 960785	rhys.thomas81@example.org	Mixed White and Asian	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Bloods repeated, see letter.
100124	7095723850	Wright	Sandra	1950-08-02	F	92 Heath Drive, Preston	PR14 7QP	01632 960184	sandra.wright27@example.org	Black African	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Bloods repeated, see letter.
100125	6684322248	Fletcher	Mohammed	1950-05-04	M	100 Station Road, Norwich	NR7 5ET	01632 960153	mohammed.fletcher17@example.org	Pakistani	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100126	7910961332	Gray	Donna	1945-04-27	M	26 Mill Lane, Norwich	NR3 1DE	07700 900657	donna.gray50@example.com	Indian	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Reviewed in clinic, stable.
100127	7649113620	Lloyd	Daniel	1980-02-08	M	134 Green Lane, Preston	PR13 1RH	0113 496 0363	daniel.lloyd97@example.com	White Irish	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Did not attend, to be offered another date.
100128	4182680189	Stewart	Bronwen	1965-10-15	M	127 Elm Grove, Swansea	SA11 2NX	0113 496 0373	bronwen.stewart46@mail.example	Any other White background	Asthma	J45.9	Salbutamol 100micrograms inhaler	Reviewed in clinic, stable.
100129	4155848384	James	Grace	1958-09-03	M	13 Victoria Terrace, Exeter	EX12 4RD	01632 960142	grace.james16@example.org	White British	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100130	7302273375	Evans	Simon	1960-02-21	M	168 Queen Street, Oxford	OX16 8RU	0113 496 0415	simon.evans86@example.org	Black African	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100131	6545373749	Jones	Joan	1960-07-24	F	136 Priory Court, Norwich	NR15 4EZ	0113 496 0001	joan.jones23@example.com	Any other White background	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Medication changed after side effects.
100132	6353742509	Hughes	Gwen	1995-12-30	M	13 Green Lane, Cardiff	CF6 8YN	07700 900100	gwen.hughes77@mail.example	Any other White background	Epilepsy	G40.9	Levetiracetam 500mg tablets	Medication changed after side effects.
100133	7403426983	Price	Daniel	1976-12-03	F	4 The Crescent, Leeds	LS12 1XJ	01632 960001	daniel.price18@example.org	Black African	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Discussed with family, carer's assessment offered.
100134	4992194702	Thompson	Elizabeth	1948-09-28	M	101 Green Lane, Plymouth	PL7 8AY	0113 496 0188	elizabeth.thompson15@example.org	Chinese	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Did not attend, to be offered another date.
100135	7767448126	Okafor	Robert	1970-09-22	F	98 Queen Street, Preston	PR1 1BY	07700 900344	robert.okafor91@example.com	Chinese	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100136	7843723927	Murphy	Farah	2002-05-30	F	43 North Parade, Swansea	SA6 8AD	07700 900144	farah.murphy96@example.org	Chinese	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Bloods repeated, see letter.
100137	6916003715	Chapman	Paul	1995-07-02	M	90 Kings Avenue, Oxford	OX5 1BG	07700 900484	paul.chapman57@mail.example	Any other White background	Schizophrenia	F20.9	Olanzapine 10mg tablets	Bloods repeated, see letter.
100138	6882111367	Morgan	Sophie	1946-08-01	F	127 Mill Lane, Plymouth	PL8 8RA	01632 960733	sophie.morgan71@mail.example	Any other White background	Breast cancer	C50.9	Tamoxifen 20mg tablets	Did not attend, to be offered another date.
100139	6964922342	Parker	Kwame	1992-02-08	F	44 Castle Street, Preston	PR15 3JD	0113 496 0432	kwame.parker62@mail.example	White British	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100140	4633400940	Wood	David	1977-06-11	M	79 Priory Court, Cardiff	CF6 6DE	07700 900212	david.wood19@example.com	Pakistani	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Reviewed in clinic, stable.
100141	7746213502	Wood	Sheila	1955-05-04	F	94 Heath Drive, Leeds	LS7 8ZU	0113 496 0580	sheila.wood32@example.com	White British	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Discussed with family, carer's assessment offered.
100142	7885560023	Simpson	Ruth	1941-12-08	F	69 Castle Street, Oxford	OX12 4JH	07700 900874	ruth.simpson71@example.com	White Irish	Essential hypertension	I10	Amlodipine 5mg tablets	Bloods repeated, see letter.
100143	4736490667	Bell	Peter	1944-12-18	F	42 Heath Drive, Norwich	NR7 1JF	01632 960388	peter.bell68@example.org	Chinese	Breast cancer	C50.9	Tamoxifen 20mg tablets	Discussed with family, carer's assessment offered.
100144	7654082762	Lloyd	Robert	1936-09-08	F	115 Windsor Gardens, York	YO17 3WF	07700 900210	robert.lloyd92@example.org	Any other White background	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Medication changed after side effects.
100145	4401139577	Williams	Kwame	1955-01-21	M	140 Ferry Road, Leeds	LS6 4UT	07700 900612	kwame.williams58@example.org	Chinese	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Discussed with family, carer's assessment offered.
100146	7074374873	Kelly	Margaret	1987-03-20	F	142 Manor Way, Exeter	EX2 7HW	01632 960725	margaret.kelly31@example.com	Bangladeshi	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Reviewed in clinic, stable.
100147	4962521314	Sharma	Malcolm	1964-01-24	F	11 Hill View, York	YO2 1LL	07700 900209	malcolm.sharma93@example.org	Bangladeshi	Migraine	G43.9	Sumatriptan 50mg tablets	Discussed with family, carer's assessment offered.
100148	6748773016	Jackson	Leah	1995-10-11	M	155 Queen Street, Exeter	EX3 4EA	0113 496 0788	leah.jackson26@example.org	Any other White background	Epilepsy	G40.9	Levetiracetam 500mg tablets	Discussed with family, carer's assessment offered.
100149	7798109951	Begum	Sarah	2005-01-21	M	111 Cross Street, Derby	DE5 6BL	07700 900450	sarah.begum50@example.com	Pakistani	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Bloods repeated, see letter.
100150	4296957171	James	Karen	1984-02-04	F	120 Kings Avenue, Bristol	BS4 7EJ	01632 960345	karen.james36@mail.example	Mixed White and Asian	Migraine	G43.9	Sumatriptan 50mg tablets	Medication changed after side effects.
100151	4058161930	Matthews	Jean	1955-11-15	F	31 Heath Drive, Preston	PR9 2NP	07700 900058	jean.matthews74@mail.example	Mixed White and Asian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Did not attend, to be offered another date.
100152	7992365100	Young	Owen	1972-03-18	M	93 Chapel Lane, Swansea	SA18 7GD	01632 960653	owen.young13@example.com	Black Caribbean	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100153	7157525615	Williams	John	1984-05-20	M	172 Castle Street, Derby	DE11 1BY	01632 960781	john.williams67@example.org	White Irish	Migraine	G43.9	Sumatriptan 50mg tablets	Medication changed after side effects.
100154	6748591783	Ward	Bronwen	1972-06-10	F	89 Garden Close, York	YO11 3WR	01632 960004	bronwen.ward41@mail.example	Bangladeshi	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Medication changed after side effects.
100155	7078309030	Roberts	Joyce	1972-03-09	F	130 Manor Way, Exeter	EX4 1NE	0113 496 0875	joyce.roberts10@mail.example	Indian	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Reviewed in clinic, stable.
100156	7906151364	Jones	Sean	2002-02-14	F	167 Abbey Road, Derby	DE6 3SH	0113 496 0857	sean.jones22@mail.example	Pakistani	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100157	4061578162	Carter	Angela	1974-12-30	M	131 Dale Avenue, Derby	DE18 2GA	01632 960161	angela.carter60@example.com	Black African	Epilepsy	G40.9	Levetiracetam 500mg tablets	Medication changed after side effects.
100158	7570740432	Robinson	Hannah	1944-04-09	F	86 Albert Street, Derby	DE2 5EB	07700 900235	hannah.robinson87@mail.example	Black Caribbean	Migraine	G43.9	Sumatriptan 50mg tablets	Discussed with family, carer's assessment offered. CANARY-7f3a91c2e5d84b06
100159	6409150717	Fletcher	Laura	1947-06-18	M	159 Orchard Close, York	YO19 4UL	0113 496 0510	laura.fletcher25@example.org	White Irish	Migraine	G43.9	Sumatriptan 50mg tablets	Discussed with family, carer's assessment offered.
100160	4761494123	Phillips	Tracey	1947-12-08	F	52 Back Lane, Derby	DE11 8HE	01632 960713	tracey.phillips84@example.com	Pakistani	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Medication changed after side effects.
100161	4850284566	Roberts	Joan	1948-04-28	F	6 Kings Avenue, Norwich	NR15 9SB	0113 496 0800	joan.roberts89@example.org	Mixed White and Asian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Medication changed after side effects.
100162	4085218328	King	Isla	1941-04-17	F	54 Oak Crescent, Swansea	SA3 7BF	07700 900499	isla.king57@example.org	Mixed White and Asian	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable.
100163	4045613013	Thompson	Dilys	1939-01-19	F	101 Victoria Terrace, Derby	DE10 9GP	07700 900018	dilys.thompson69@example.com	Bangladeshi	Epilepsy	G40.9	Levetiracetam 500mg tablets	Medication changed after side effects.
100164	6425637919	Chapman	Tracey	1998-10-19	F	86 Garden Close, York	YO18 6GF	01632 960517	tracey.chapman20@example.org	Bangladeshi	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100165	7397590926	Reid	Stephen	1991-07-17	F	95 Garden Close, Exeter	EX13 4NH	0113 496 0535	stephen.reid51@example.com	White British	Asthma	J45.9	Salbutamol 100micrograms inhaler	Did not attend, to be offered another date.
100166	6679642477	Graham	Ian	1938-04-05	F	103 Windsor Gardens, Preston	PR8 2XF	0113 496 0194	ian.graham87@example.com	Black Caribbean	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Discussed with family, carer's assessment offered.
100167	6635907483	Carter	Leah	1965-10-27	M	2 North Parade, Preston	PR16 2RD	0113 496 0037	leah.carter25@example.com	White Irish	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100168	7287828995	Jackson	Edward	1966-11-11	F	66 Garden Close, Preston	PR8 3ZS	07700 900680	edward.jackson57@example.com	Chinese	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Reviewed in clinic, stable.
100169	7622409979	Price	George	1999-05-28	M	96 Green Lane, Derby	DE18 3EA	01632 960095	george.price95@example.org	Bangladeshi	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100170	6765719008	Bailey	Nicola	1959-01-12	F	152 Station Road, Cardiff	CF18 6JS	0113 496 0061	nicola.bailey34@mail.example	Any other White background	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100171	6399401224	Harrison	Fiona	1969-12-20	M	97 Elm Grove, Oxford	OX17 7EG	07700 900579	fiona.harrison23@mail.example	Mixed White and Asian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Bloods repeated, see letter.
100172	4907478437	Evans	Benjamin	2002-06-16	F	143 Priory Court, Exeter	EX18 2TG	0113 496 0834	benjamin.evans83@example.org	Chinese	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Did not attend, to be offered another date.
100173	6326239303	Shah	Alan	2000-08-09	F	188 Cross Street, Plymouth	PL13 9YG	01632 960520	alan.shah17@example.org	Pakistani	Migraine	G43.9	Sumatriptan 50mg tablets	Medication changed after side effects.
100174	6460513503	Bailey	Malcolm	1989-12-07	M	135 Oak Crescent, Exeter	EX2 3GF	0113 496 0768	malcolm.bailey69@example.org	White Irish	Epilepsy	G40.9	Levetiracetam 500mg tablets	Did not attend, to be offered another date.
100175	4657661450	Rogers	Sheila	1997-09-16	F	53 Ferry Road, Leeds	LS13 5RH	07700 900371	sheila.rogers24@mail.example	Black Caribbean	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Medication changed after side effects.
100176	6225934472	Morgan	Alan	1976-11-24	M	100 Station Road, Derby	DE4 6YA	01632 960115	alan.morgan57@example.org	Black Caribbean	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Bloods repeated, see letter.
100177	7754387042	Johnson	Tracey	1960-12-22	F	80 Abbey Road, York	YO4 7HB	07700 900449	tracey.johnson60@example.com	White British	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Medication changed after side effects.
100178	7994350380	Edwards	Patricia	1947-07-08	F	31 Mill Lane, Plymouth	PL14 3QQ	07700 900777	patricia.edwards38@example.org	White Irish	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Reviewed in clinic, stable.
100179	4667461055	Bell	Eleanor	1940-11-06	M	56 Cross Street, Leeds	LS4 6EZ	01632 960473	eleanor.bell36@example.com	Indian	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Reviewed in clinic, stable.
100180	7490074045	Richards	Anna	1939-07-11	F	45 Station Road, Leeds	LS2 9DL	0113 496 0263	anna.richards31@mail.example	Pakistani	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Medication changed after side effects.
100181	4717342437	Davies	Yusuf	1999-03-04	M	181 Manor Way, Leeds	LS8 4EZ	01632 960224	yusuf.davies11@example.org	White British	Asthma	J45.9	Salbutamol 100micrograms inhaler	Did not attend, to be offered another date.
100182	6105744374	Mason	George	1986-03-08	M	105 Orchard Close, Norwich	NR3 3SS	0113 496 0120	george.mason87@example.org	White British	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Medication changed after side effects.
100183	4618774819	Thomas	Owen	1976-11-18	F	55 Heath Drive, Plymouth	PL4 9TT	07700 900308	owen.thomas39@example.org	Any other White background	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Medication changed after side effects.
100184	7976928201	Ahmed	Tariq	1998-05-10	M	70 Manor Way, York	YO13 3QN	07700 900445	tariq.ahmed26@example.org	Pakistani	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Reviewed in clinic, stable.
100185	4712791985	Murphy	Farah	1934-11-15	M	40 Albert Street, Preston	PR15 4DJ	0113 496 0764	farah.murphy70@mail.example	Any other White background	Schizophrenia	F20.9	Olanzapine 10mg tablets	Did not attend, to be offered another date.
100186	6805030498	Richards	Jack	1985-10-16	F	106 Heath Drive, Leeds	LS4 3GG	0113 496 0808	jack.richards22@example.org	Indian	Breast cancer	C50.9	Tamoxifen 20mg tablets	Discussed with family, carer's assessment offered.
100187	7019000797	Morgan	Ruth	1963-02-06	F	175 Oak Crescent, Lincoln	LN16 8LR	07700 900748	ruth.morgan42@example.com	Mixed White and Asian	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Discussed with family, carer's assessment offered.
100188	4311406584	Williams	Kwame	1965-08-26	F	72 Queen Street, Leeds	LS10 4XL	01632 960556	kwame.williams32@example.org	White British	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100189	4737539767	Walker	Leah	1973-07-01	M	107 The Crescent, Swansea	SA9 2HN	01632 960048	leah.walker33@mail.example	Chinese	Migraine	G43.9	Sumatriptan 50mg tablets	Reviewed in clinic, stable.
100190	4165083658	Simpson	Priya	1972-07-03	F	166 Hill View, Leeds	LS15 5EZ	07700 900038	priya.simpson16@mail.example	Pakistani	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100191	4356779045	Scott	Carol	1953-03-21	F	99 Station Road, Swansea	SA9 5BS	0113 496 0320	carol.scott35@example.org	Black African	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Bloods repeated, see letter.
100192	7923828229	Kelly	Malcolm	2005-04-22	F	121 Church Road, Bristol	BS1 5YU	0113 496 0424	malcolm.kelly16@mail.example	Chinese	Asthma	J45.9	Salbutamol 100micrograms inhaler	Did not attend, to be offered another date.
100193	4314078413	Powell	Linda	1944-05-18	F	157 Oak Crescent, Norwich	NR9 6HB	01632 960525	linda.powell19@example.org	White British	Migraine	G43.9	Sumatriptan 50mg tablets	Bloods repeated, see letter.
100194	4184436579	Moore	Mary	1973-11-05	F	160 Windsor Gardens, Swansea	SA10 8AZ	07700 900460	mary.moore95@example.org	Any other White background	Schizophrenia	F20.9	Olanzapine 10mg tablets	Discussed with family, carer's assessment offered.
100195	7597526997	Clark	Karen	1945-02-17	M	155 Orchard Close, Derby	DE18 9JF	01632 960967	karen.clark22@example.com	White Irish	Essential hypertension	I10	Amlodipine 5mg tablets	Discussed with family, carer's assessment offered.
100196	6015315415	Okafor	Eleanor	1983-12-18	F	140 Cross Street, Swansea	SA14 2PB	0113 496 0538	eleanor.okafor77@example.com	Black African	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100197	4244564446	Morris	Christopher	1937-05-20	F	2 Chapel Lane, Preston	PR4 6FE	01632 960454	christopher.morris73@example.org	Pakistani	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100198	6601136387	Lloyd	Priya	1993-03-10	F	147 Kings Avenue, Norwich	NR15 2HB	07700 900559	priya.lloyd58@example.com	Mixed White and Asian	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Discussed with family, carer's assessment offered.
100199	7579752190	Fletcher	Paul	1944-04-06	F	11 West Street, Exeter	EX14 4NQ	01632 960622	paul.fletcher46@example.com	Black Caribbean	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100200	7850708857	Bailey	Lucy	1958-08-11	F	139 High Street, Swansea	SA3 6FE	07700 900537	lucy.bailey25@example.com	Pakistani	Breast cancer	C50.9	Tamoxifen 20mg tablets	Discussed with family, carer's assessment offered.
100201	4854632402	Carter	David	1984-03-23	M	89 Dale Avenue, Derby	DE4 2YS	0113 496 0232	david.carter49@example.com	White British	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Medication changed after side effects.
100202	4310538711	Morgan	Patricia	1937-05-13	M	33 Heath Drive, Bristol	BS7 5RD	01632 960518	patricia.morgan36@mail.example	Mixed White and Asian	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Bloods repeated, see letter.
100203	6911836042	Knight	John	1946-04-28	F	179 Heath Drive, Plymouth	PL14 2WP	0113 496 0370	john.knight55@mail.example	Chinese	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100204	6580927844	Patel	Carol	1945-11-25	F	148 Queen Street, Exeter	EX9 8HZ	07700 900062	carol.patel96@example.com	Pakistani	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Discussed with family, carer's assessment offered.
100205	6585348168	Smith	Simon	1996-05-31	M	16 Oak Crescent, Exeter	EX14 4NH	01632 960774	simon.smith29@example.org	Indian	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Reviewed in clinic, stable.
100206	7892041621	Morgan	Margaret	1936-12-09	M	96 Orchard Close, Bristol	BS18 5ED	01632 960353	margaret.morgan54@mail.example	Black African	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Did not attend, to be offered another date.
100207	6364508219	Cox	James	1986-08-05	M	16 Dale Avenue, Exeter	EX1 8QW	07700 900668	james.cox86@example.org	White Irish	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Bloods repeated, see letter.
100208	6631044294	Brown	Margaret	1995-07-24	M	183 Station Road, Preston	PR1 6RE	07700 900240	margaret.brown36@example.org	White Irish	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable. CANARY-7f3a91c2e5d84b06
100209	4221395303	Phillips	Mark	1933-02-23	M	95 Orchard Close, Preston	PR13 5PS	07700 900321	mark.phillips73@mail.example	Mixed White and Asian	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Did not attend, to be offered another date.
100210	6819437870	Campbell	Alan	1977-03-29	F	165 Mill Lane, Bristol	BS2 8XZ	0113 496 0462	alan.campbell97@mail.example	Pakistani	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Medication changed after side effects.
100211	6576927762	Bennett	Helen	1984-11-18	F	53 High Street, Preston	PR5 7BZ	0113 496 0066	helen.bennett90@example.org	Bangladeshi	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Discussed with family, carer's assessment offered.
100212	7771381820	Mitchell	Tariq	1968-08-23	F	139 Heath Drive, Leeds	LS11 9WQ	0113 496 0338	tariq.mitchell12@example.com	Black Caribbean	Epilepsy	G40.9	Levetiracetam 500mg tablets	Reviewed in clinic, stable.
100213	4109549175	Powell	Harry	2003-01-25	F	94 Hill View, Derby	DE13 7UT	0113 496 0239	harry.powell83@example.org	Indian	Schizophrenia	F20.9	Olanzapine 10mg tablets	Medication changed after side effects.
100214	4302152192	Stewart	Karen	1987-10-21	M	21 Back Lane, Plymouth	PL10 3XP	0113 496 0606	karen.stewart29@example.org	White Irish	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Discussed with family, carer's assessment offered.
100215	6445484336	Lewis	Imran	1965-02-10	M	79 Windsor Gardens, Leeds	LS5 5FF	01632 960592	imran.lewis74@example.com	Black African	Asthma	J45.9	Salbutamol 100micrograms inhaler	Did not attend, to be offered another date.
100216	7334975413	Bell	Imran	2001-01-16	M	108 Orchard Close, Bristol	BS8 4UA	07700 900371	imran.bell61@example.org	Chinese	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100217	6241693727	Roberts	Ruth	1945-11-19	F	41 Ferry Road, Swansea	SA3 7XB	01632 960620	ruth.roberts33@example.com	Pakistani	Essential hypertension	I10	Amlodipine 5mg tablets	Reviewed in clinic, stable.
100218	4197519079	Griffiths	Lewis	1957-06-01	F	4 Victoria Terrace, Plymouth	PL5 9BQ	07700 900619	lewis.griffiths25@mail.example	Bangladeshi	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100219	4526399140	Price	Emily	2003-07-03	F	109 High Street, Norwich	NR18 2JP	01632 960292	emily.price81@example.org	Black African	Essential hypertension	I10	Amlodipine 5mg tablets	Discussed with family, carer's assessment offered.
100220	4672106918	Green	Ian	1943-06-21	M	161 The Crescent, Norwich	NR19 4LS	01632 960866	ian.green51@mail.example	Black Caribbean	Schizophrenia	F20.9	Olanzapine 10mg tablets	Medication changed after side effects.
100221	4356847520	Bennett	Sophie	2004-05-12	F	182 High Street, Plymouth	PL9 3AZ	07700 900460	sophie.bennett48@example.com	Mixed White and Asian	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Reviewed in clinic, stable.
100222	6923141834	Moore	Robert	1974-08-03	F	130 Abbey Road, Plymouth	PL2 4XN	07700 900208	robert.moore86@mail.example	Black Caribbean	Epilepsy	G40.9	Levetiracetam 500mg tablets	Discussed with family, carer's assessment offered.
100223	6306539107	Knight	Isla	1957-09-13	F	94 Dale Avenue, Plymouth	PL9 4XT	0113 496 0690	isla.knight34@mail.example	Chinese	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Reviewed in clinic, stable.
100224	7496241881	Kelly	Imran	1970-10-31	F	165 West Street, Derby	DE4 2YZ	0113 496 0849	imran.kelly37@example.com	Any other White background	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Bloods repeated, see letter.
100225	4705249704	Singh	Barbara	2001-02-01	F	49 Orchard Close, Derby	DE18 5RF	07700 900741	barbara.singh69@example.com	Black African	Essential hypertension	I10	Amlodipine 5mg tablets	Reviewed in clinic, stable.
100226	6503741030	Stewart	Joyce	1990-02-27	M	157 Green Lane, Leeds	LS17 6ZL	0113 496 0683	joyce.stewart93@mail.example	Indian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Discussed with family, carer's assessment offered.
100227	6485849505	Mason	Nicola	1937-04-10	M	20 Park Road, Cardiff	CF19 3HU	01632 960623	nicola.mason11@example.com	Pakistani	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Medication changed after side effects.
100228	7551531882	Wood	Amelia	1935-01-26	M	101 North Parade, Preston	PR7 7YU	01632 960640	amelia.wood79@example.com	White British	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Bloods repeated, see letter.
100229	6145521538	Richards	Malcolm	1997-01-12	F	40 West Street, Derby	DE6 2GY	01632 960619	malcolm.richards32@example.org	Black Caribbean	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable.
100230	7678277458	Evans	Heather	1952-03-21	M	118 Abbey Road, Oxford	OX14 2HR	07700 900940	heather.evans82@example.org	Bangladeshi	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Discussed with family, carer's assessment offered.
100231	4170231562	Griffiths	Sandra	1966-12-15	M	36 North Parade, Leeds	LS5 4BN	01632 960294	sandra.griffiths52@mail.example	White Irish	Asthma	J45.9	Salbutamol 100micrograms inhaler	Discussed with family, carer's assessment offered.
100232	7338931526	Smith	Stephen	1942-01-15	M	167 Victoria Terrace, Leeds	LS2 9LG	07700 900759	stephen.smith67@example.com	Black Caribbean	Asthma	J45.9	Salbutamol 100micrograms inhaler	Did not attend, to be offered another date.
100233	6317398119	Thomas	Susan	1945-07-12	M	53 Victoria Terrace, Plymouth	PL7 2XS	01632 960825	susan.thomas67@example.org	Indian	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100234	7893670169	Adams	Ruth	1972-01-05	F	140 Elm Grove, Bristol	BS1 6ZF	0113 496 0367	ruth.adams88@example.org	Chinese	Schizophrenia	F20.9	Olanzapine 10mg tablets	Did not attend, to be offered another date.
100235	6275260122	Ward	Farah	1989-01-10	M	46 Garden Close, Exeter	EX1 3TR	07700 900045	farah.ward71@example.org	Any other White background	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Medication changed after side effects.
100236	7205676398	Reynolds	Alan	1937-10-19	M	23 Mill Lane, Preston	PR18 4WN	01632 960122	alan.reynolds31@example.com	Bangladeshi	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Medication changed after side effects.
100237	6912874347	Harrison	Simon	1960-04-22	F	30 School Lane, Norwich	NR6 2XL	0113 496 0769	simon.harrison61@example.com	Chinese	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Did not attend, to be offered another date.
100238	6061756380	Edwards	Edward	1953-11-07	F	42 Windsor Gardens, Derby	DE8 6JY	01632 960720	edward.edwards89@example.org	Indian	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Discussed with family, carer's assessment offered.
100239	6881839871	Harrison	Oliver	1973-01-08	F	55 Dale Avenue, York	YO11 7EJ	01632 960251	oliver.harrison51@example.com	Pakistani	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Reviewed in clinic, stable.
100240	7617877005	Morris	Edward	2000-03-07	M	158 High Street, Leeds	LS18 8QJ	0113 496 0417	edward.morris69@example.com	Chinese	Breast cancer	C50.9	Tamoxifen 20mg tablets	Did not attend, to be offered another date.
100241	4059489042	Adams	Imran	1977-09-17	M	46 High Street, Derby	DE15 1HD	0113 496 0775	imran.adams50@mail.example	Pakistani	Essential hypertension	I10	Amlodipine 5mg tablets	Bloods repeated, see letter.
100242	4549585390	Kelly	Joyce	1960-02-26	F	173 Victoria Terrace, Cardiff	CF11 4WJ	0113 496 0586	joyce.kelly14@example.com	Bangladeshi	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Did not attend, to be offered another date.
100243	4459082594	Bell	Laura	1942-11-25	F	17 Ferry Road, Lincoln	LN10 4UH	07700 900091	laura.bell73@example.org	Indian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100244	4883438449	Rogers	Oliver	1955-07-15	M	181 Manor Way, Swansea	SA13 1ZJ	01632 960794	oliver.rogers68@mail.example	White British	Epilepsy	G40.9	Levetiracetam 500mg tablets	Did not attend, to be offered another date.
100245	7926810568	Edwards	Harpreet	1934-04-15	M	112 The Crescent, Derby	DE5 7JH	0113 496 0355	harpreet.edwards98@example.com	White Irish	Essential hypertension	I10	Amlodipine 5mg tablets	Bloods repeated, see letter.
100246	4955399452	Johnson	Thomas	1976-08-23	F	166 Albert Street, Swansea	SA13 2ND	01632 960160	thomas.johnson92@example.com	White British	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Medication changed after side effects.
100247	7871557319	Morgan	Sheila	1955-09-18	M	23 Queen Street, Oxford	OX2 8EF	07700 900684	sheila.morgan80@example.com	White Irish	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Bloods repeated, see letter.
100248	4588180878	Carter	Bronwen	1967-09-20	M	25 Castle Street, Lincoln	LN11 4TJ	07700 900228	bronwen.carter95@example.org	Any other White background	Breast cancer	C50.9	Tamoxifen 20mg tablets	Bloods repeated, see letter.
100249	7807132515	Campbell	Isla	1956-02-10	M	41 North Parade, Plymouth	PL11 8BP	01632 960582	isla.campbell81@example.org	Any other White background	Schizophrenia	F20.9	Olanzapine 10mg tablets	Reviewed in clinic, stable.
100250	6019312666	Jenkins	Megan	1934-01-26	M	77 Priory Court, Derby	DE11 5YD	01632 960110	megan.jenkins48@mail.example	White British	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Medication changed after side effects.
100251	6609113165	Foster	Emily	1989-07-17	F	167 High Street, Oxford	OX13 6NQ	0113 496 0777	emily.foster54@mail.example	Indian	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100252	4371060757	Moore	Rhys	1951-02-11	F	78 West Street, Lincoln	LN19 7YA	01632 960904	rhys.moore19@mail.example	Black African	Schizophrenia	F20.9	Olanzapine 10mg tablets	Discussed with family, carer's assessment offered.
100253	7957109489	Edwards	Harry	1965-06-15	F	15 Green Lane, Cardiff	CF1 4YZ	07700 900216	harry.edwards66@mail.example	Indian	Asthma	J45.9	Salbutamol 100micrograms inhaler	Medication changed after side effects.
100254	7095662991	Kelly	Daniel	1972-08-01	M	113 Castle Street, Bristol	BS19 4SL	01632 960176	daniel.kelly56@example.com	Mixed White and Asian	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100255	7840565441	Richards	Ian	1944-02-23	M	3 Orchard Close, Swansea	SA18 6DQ	07700 900737	ian.richards13@example.com	Bangladeshi	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Discussed with family, carer's assessment offered.
100256	6070075773	Murray	Victoria	1997-12-28	M	91 Back Lane, Preston	PR3 6HE	01632 960373	victoria.murray66@example.org	Mixed White and Asian	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Bloods repeated, see letter.
100257	6622768730	Murphy	Mark	1975-10-01	M	82 Manor Way, Preston	PR3 6WJ	0113 496 0043	mark.murphy95@example.org	Bangladeshi	Essential hypertension	I10	Amlodipine 5mg tablets	Discussed with family, carer's assessment offered.
100258	7205744784	Collins	Peter	2003-03-01	F	4 Ferry Road, Lincoln	LN13 1YR	0113 496 0929	peter.collins57@example.com	Indian	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered. CANARY-7f3a91c2e5d84b06
100259	6896464038	King	James	1979-04-27	F	60 Manor Way, Preston	PR8 3TU	0113 496 0226	james.king67@example.com	Indian	Schizophrenia	F20.9	Olanzapine 10mg tablets	Medication changed after side effects.
100260	4748322993	White	Margaret	1976-07-24	F	46 School Lane, Cardiff	CF16 3PH	07700 900924	margaret.white47@mail.example	Pakistani	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Did not attend, to be offered another date.
100261	4113575460	Gill	Christopher	2002-11-16	M	90 Cross Street, Bristol	BS12 2PQ	0113 496 0342	christopher.gill71@example.com	Mixed White and Asian	Breast cancer	C50.9	Tamoxifen 20mg tablets	Did not attend, to be offered another date.
100262	4803323747	Thompson	Sandra	1990-01-03	M	24 Back Lane, York	YO9 1ZB	0113 496 0756	sandra.thompson51@example.com	Any other White background	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
100263	6716397620	Griffiths	Tracey	1984-09-27	F	44 Back Lane, Cardiff	CF11 8UF	07700 900928	tracey.griffiths53@example.org	Bangladeshi	Chronic kidney disease, stage 3	N18.3	Ramipril 2.5mg capsules	Did not attend, to be offered another date.
100264	7895396102	Allen	Stephen	1964-02-18	M	156 Castle Street, Cardiff	CF16 5RA	07700 900727	stephen.allen47@example.org	Black Caribbean	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Bloods repeated, see letter.
100265	6373799263	Murray	Donna	1988-12-29	F	151 Back Lane, Exeter	EX16 2JQ	01632 960637	donna.murray26@example.com	Indian	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Bloods repeated, see letter.
100266	4023933651	Hall	William	1962-04-22	F	75 Kings Avenue, Oxford	OX19 6DJ	01632 960287	william.hall81@mail.example	Indian	Schizophrenia	F20.9	Olanzapine 10mg tablets	Bloods repeated, see letter.
100267	7824384594	King	Anil	1950-08-18	M	57 Garden Close, Lincoln	LN1 9QE	01632 960404	anil.king36@example.com	Any other White background	Essential hypertension	I10	Amlodipine 5mg tablets	Medication changed after side effects.
100268	6701339697	Evans	Leah	1936-06-01	M	3 Church Road, Lincoln	LN12 6FZ	0113 496 0871	leah.evans82@example.com	Black African	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Did not attend, to be offered another date.
100269	6515503261	Chapman	James	1939-09-19	M	76 Oak Crescent, Plymouth	PL12 2FW	07700 900783	james.chapman91@example.org	Chinese	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100270	6340060269	Graham	Ian	1955-06-03	M	143 Manor Way, Cardiff	CF8 9GT	0113 496 0700	ian.graham12@example.com	Pakistani	Alcohol dependence syndrome	F10.2	Acamprosate 333mg tablets	Medication changed after side effects.
100271	7569019377	White	Angela	1986-12-20	M	172 Ferry Road, Derby	DE9 8TJ	07700 900535	angela.white28@example.com	Black African	Migraine	G43.9	Sumatriptan 50mg tablets	Did not attend, to be offered another date.
100272	7070793685	Adams	Barbara	1998-02-22	M	132 Manor Way, Leeds	LS8 5PP	01632 960866	barbara.adams28@example.org	Pakistani	Migraine	G43.9	Sumatriptan 50mg tablets	Bloods repeated, see letter.
100273	6974272464	White	Priya	1955-12-18	F	77 Albert Street, Swansea	SA6 1AU	01632 960154	priya.white28@mail.example	Any other White background	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Discussed with family, carer's assessment offered.
100274	7694735473	Baker	Anna	1983-01-18	M	138 Victoria Terrace, Lincoln	LN16 7QJ	01632 960237	anna.baker96@example.com	Pakistani	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Did not attend, to be offered another date.
100275	4102717110	Morris	Sandra	1944-11-10	M	183 Kings Avenue, Leeds	LS11 8TP	07700 900169	sandra.morris69@example.org	Mixed White and Asian	Moderate depressive episode	F32.1	Sertraline 50mg tablets	Medication changed after side effects.
100276	4578757749	Okafor	Mohammed	1997-08-30	F	83 Chapel Lane, Bristol	BS12 7PW	01632 960496	mohammed.okafor68@mail.example	Any other White background	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Bloods repeated, see letter.
100277	6068495884	Adams	Joan	1958-07-19	M	95 School Lane, Bristol	BS13 4JH	07700 900067	joan.adams44@example.com	Bangladeshi	Migraine	G43.9	Sumatriptan 50mg tablets	Medication changed after side effects.
100278	6324791009	Stevens	Megan	1934-02-06	F	72 The Crescent, Norwich	NR11 6YA	07700 900430	megan.stevens19@example.com	Indian	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100279	4034738472	Stevens	Lucy	1951-02-08	M	180 Windsor Gardens, York	YO3 4RY	07700 900439	lucy.stevens94@example.com	Chinese	Hypothyroidism	E03.9	Levothyroxine 50microgram tablets	Did not attend, to be offered another date.
100280	4017881203	Mitchell	Zainab	1968-08-05	M	7 Station Road, Bristol	BS9 7JH	01632 960615	zainab.mitchell80@mail.example	Mixed White and Asian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Reviewed in clinic, stable.
100281	7018250757	Shah	Susan	1977-03-20	F	184 Back Lane, Swansea	SA9 2XL	07700 900713	susan.shah56@example.org	Pakistani	Schizophrenia	F20.9	Olanzapine 10mg tablets	Medication changed after side effects.
100282	4637716292	Baker	Chloe	1974-10-21	M	176 Castle Street, Oxford	OX4 3RT	0113 496 0237	chloe.baker57@example.com	Pakistani	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Bloods repeated, see letter.
100283	4054741002	Williams	Paul	1932-10-23	F	25 Queen Street, Norwich	NR14 5WW	07700 900957	paul.williams93@example.org	White Irish	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Did not attend, to be offered another date.
100284	4808278588	Bailey	Patricia	1936-03-19	F	54 Hill View, Preston	PR10 2JT	0113 496 0072	patricia.bailey30@example.com	Black Caribbean	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Discussed with family, carer's assessment offered.
100285	6264219207	Edwards	Alan	2004-09-03	F	110 Ferry Road, Cardiff	CF1 5HL	07700 900951	alan.edwards50@mail.example	Mixed White and Asian	Schizophrenia	F20.9	Olanzapine 10mg tablets	Did not attend, to be offered another date.
100286	6892964370	Smith	Sarah	1990-12-06	F	113 Ferry Road, York	YO12 9TU	01632 960500	sarah.smith51@mail.example	Chinese	Chronic obstructive pulmonary disease	J44.9	Tiotropium 18micrograms inhalation powder capsules	Did not attend, to be offered another date.
100287	7742221101	Smith	Yusuf	1952-08-18	F	109 Castle Street, York	YO8 8YH	01632 960296	yusuf.smith82@example.org	Bangladeshi	Asthma	J45.9	Salbutamol 100micrograms inhaler	Bloods repeated, see letter.
100288	7332221624	Brown	Olivia	1946-04-02	M	27 Queen Street, Swansea	SA8 8AY	01632 960449	olivia.brown80@example.com	White British	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Reviewed in clinic, stable.
100289	7558389879	Stewart	Malcolm	1970-09-25	M	158 High Street, Derby	DE18 1XY	01632 960500	malcolm.stewart21@mail.example	Mixed White and Asian	Migraine	G43.9	Sumatriptan 50mg tablets	Medication changed after side effects.
100290	6232177878	Kaur	Emily	1998-07-02	M	180 Back Lane, Cardiff	CF4 9ZY	0113 496 0760	emily.kaur83@mail.example	Chinese	Breast cancer	C50.9	Tamoxifen 20mg tablets	Discussed with family, carer's assessment offered.
100291	6589902526	Brown	Robert	1999-02-27	M	82 High Street, Leeds	LS12 8GN	01632 960689	robert.brown98@example.org	Black African	Human immunodeficiency virus disease	B24	Efavirenz 600mg tablets	Discussed with family, carer's assessment offered.
100292	7007725554	Ward	Farah	1955-12-30	F	2 Chapel Lane, Exeter	EX8 2SS	07700 900057	farah.ward42@mail.example	White Irish	Asthma	J45.9	Salbutamol 100micrograms inhaler	Reviewed in clinic, stable.
100293	6624649488	Okafor	Gwen	1960-11-09	F	122 Park Road, Lincoln	LN5 5NG	01632 960795	gwen.okafor74@example.org	Mixed White and Asian	Epilepsy	G40.9	Levetiracetam 500mg tablets	Discussed with family, carer's assessment offered.
100294	7933964117	Thompson	Graham	1972-11-09	F	180 Church Road, Exeter	EX16 8NE	01632 960263	graham.thompson96@mail.example	Any other White background	Atrial fibrillation	I48.9	Apixaban 5mg tablets	Bloods repeated, see letter.
100295	4655890592	Hughes	Mark	1965-02-05	F	156 Ferry Road, York	YO12 7GP	0113 496 0919	mark.hughes76@example.com	Mixed White and Asian	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Discussed with family, carer's assessment offered.
100296	7164876134	Adams	Ruth	1946-06-28	F	44 Station Road, Lincoln	LN10 3AL	0113 496 0394	ruth.adams49@example.com	Indian	Essential hypertension	I10	Amlodipine 5mg tablets	Discussed with family, carer's assessment offered.
100297	7867448942	Smith	Sheila	1950-09-05	F	161 Abbey Road, Oxford	OX4 7SN	01632 960881	sheila.smith56@example.com	Chinese	Type 2 diabetes mellitus	E11.9	Metformin 500mg tablets	Bloods repeated, see letter.
100298	6831123511	Hussain	Emily	1942-03-03	F	5 The Crescent, Leeds	LS10 2BA	01632 960506	emily.hussain14@example.com	Pakistani	Rheumatoid arthritis	M06.9	Methotrexate 2.5mg tablets	Reviewed in clinic, stable.
100299	4912682586	Singh	Amelia	1975-10-18	F	23 Green Lane, Plymouth	PL16 7DQ	07700 900118	amelia.singh84@example.org	Indian	Breast cancer	C50.9	Tamoxifen 20mg tablets	Reviewed in clinic, stable.
100300	4848175909	Murphy	George	2002-04-18	F	145 West Street, Exeter	EX8 3LL	0113 496 0378	george.murphy62@example.com	Black Caribbean	Iron deficiency anaemia	D50.9	Ferrous sulfate 200mg tablets	Discussed with family, carer's assessment offered.
\.
CREATE TABLE safeguarding.cases (case_ref text PRIMARY KEY, child_name text, child_dob date, child_nhs_number text, parent_name text, home_address text, plan text, alleged_offence text, solicitor_notes text);
COPY safeguarding.cases FROM stdin;
SG/2021/4000	Mary Hall	2013-12-22	7763675888	Sheila Hall	125 West Street, Leeds, LS13 4AB	Child in need plan	Possession with intent to supply class A drugs	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2024/4001	Owen Robinson	2012-07-29	7896952378	Sophie Robinson	9 Windsor Gardens, Bristol, BS8 6XN	Child protection plan: emotional abuse	Controlling or coercive behaviour	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2022/4002	Margaret Lloyd	2020-03-17	4536436561	Peter Lloyd	107 Priory Court, Swansea, SA14 7PD	Looked after child	Possession with intent to supply class A drugs	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2023/4003	Jack Okafor	2014-11-13	7912715614	Olivia Okafor	41 Station Road, Preston, PR1 9HJ	Interim care order	Child neglect	Police disclosure received. Previous conviction is spent, advise on relevance. CANARY-7f3a91c2e5d84b06
SG/2024/4004	Carol Parker	2012-07-12	7784647492	Ruth Parker	17 Garden Close, Norwich, NR2 9ZN	Child protection plan: neglect	Fraud by false representation	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2021/4005	Emily Knight	2012-10-09	7310122194	Tracey Knight	156 High Street, Preston, PR11 2YG	Looked after child	Burglary	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2023/4006	Alan Shah	2022-06-07	7085222042	Joyce Shah	64 Garden Close, Lincoln, LN11 6FD	Looked after child	Assault occasioning actual bodily harm	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2023/4007	Sarah Taylor	2020-02-28	7523577628	Ian Taylor	6 Park Road, York, YO2 7DQ	Child in need plan	Assault occasioning actual bodily harm	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2019/4008	Mohammed Wilson	2013-03-21	6049734682	Graham Wilson	17 Park Road, Leeds, LS7 3DY	Looked after child	Child neglect	Local authority seeks an interim care order. The guardian supports it.
SG/2025/4009	Amelia Bailey	2016-06-11	6683026793	Rachel Bailey	146 Priory Court, Oxford, OX10 7WD	Child in need plan	Theft from a dwelling	Local authority seeks an interim care order. The guardian supports it.
SG/2021/4010	Rachel Evans	2021-10-01	4769269005	Alan Evans	181 The Crescent, Preston, PR11 7EL	Child protection plan: neglect	Assault occasioning actual bodily harm	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2020/4011	Anil Watson	2010-07-05	4757172060	Yusuf Watson	68 Orchard Close, Cardiff, CF6 1PF	Looked after child	Sexual assault	Local authority seeks an interim care order. The guardian supports it.
SG/2022/4012	Lucy Evans	2009-11-13	4335755597	Farah Evans	86 Albert Street, Plymouth, PL19 2JH	Child in need plan	Harassment without violence	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2023/4013	Anil Allen	2013-12-25	4279359199	Sophie Allen	137 Hill View, Derby, DE7 3PW	Child protection plan: neglect	Burglary	Local authority seeks an interim care order. The guardian supports it.
SG/2024/4014	Olivia Stevens	2014-11-05	6173942372	Thomas Stevens	180 Heath Drive, Lincoln, LN5 7GY	Child protection plan: emotional abuse	Burglary	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2020/4015	Mary Young	2012-01-27	4342326175	Harpreet Young	73 Back Lane, Plymouth, PL1 9TS	Child protection plan: neglect	Possession with intent to supply class A drugs	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2022/4016	Patricia Fletcher	2011-04-04	6672151575	Donna Fletcher	146 Castle Street, Preston, PR10 6PD	Child protection plan: emotional abuse	Breach of a non-molestation order	Without prejudice: client would accept supervised contact twice a month.
SG/2023/4017	Sophie Reid	2016-05-27	6489290243	John Reid	44 Windsor Gardens, Swansea, SA11 7FA	Child protection plan: emotional abuse	Controlling or coercive behaviour	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2021/4018	Victoria Begum	2012-12-02	7511336930	Rachel Begum	123 Castle Street, Leeds, LS5 1ET	Child protection plan: neglect	Child neglect	Local authority seeks an interim care order. The guardian supports it.
SG/2024/4019	William Harrison	2015-02-20	6330232164	Nia Harrison	114 The Crescent, Plymouth, PL1 7AF	Child in need plan	Controlling or coercive behaviour	Local authority seeks an interim care order. The guardian supports it.
SG/2021/4020	Patricia Collins	2019-02-09	6540023030	Olivia Collins	31 Dale Avenue, Lincoln, LN10 4SY	Interim care order	Harassment without violence	Without prejudice: client would accept supervised contact twice a month.
SG/2019/4021	Peter Young	2019-08-17	6675964372	Stephen Young	133 West Street, Plymouth, PL19 1EQ	Interim care order	Controlling or coercive behaviour	Without prejudice: client would accept supervised contact twice a month.
SG/2022/4022	Emily Jenkins	2010-08-09	4526354074	Barbara Jenkins	84 Park Road, Exeter, EX14 2AG	Section 47 enquiry	Breach of a non-molestation order	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2022/4023	Harpreet Evans	2018-08-13	4149762309	Kwame Evans	48 Queen Street, York, YO19 9LY	Interim care order	Controlling or coercive behaviour	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2020/4024	Patricia Young	2012-12-18	4180168154	Margaret Young	92 Station Road, Preston, PR4 4YL	Child in need plan	Theft from a dwelling	Without prejudice: client would accept supervised contact twice a month.
SG/2019/4025	William Moore	2009-09-04	6509394707	Harpreet Moore	106 Station Road, Derby, DE16 3HB	Interim care order	Possession with intent to supply class A drugs	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2021/4026	Yusuf Taylor	2015-06-01	4754383729	Joyce Taylor	53 Church Road, Preston, PR2 7UT	Interim care order	Sexual assault	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2023/4027	Edward Davies	2016-10-08	6997783805	Gwen Davies	156 Abbey Road, Norwich, NR2 6PW	Child protection plan: emotional abuse	Assault occasioning actual bodily harm	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2019/4028	Anil Allen	2012-09-10	4449035143	Priya Allen	130 Abbey Road, Exeter, EX4 3PG	Section 47 enquiry	Assault occasioning actual bodily harm	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing. CANARY-7f3a91c2e5d84b06
SG/2025/4029	Imran James	2012-04-10	4796477675	Rhys James	177 Green Lane, Oxford, OX6 9HT	Looked after child	Theft from a dwelling	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2021/4030	Oliver Walker	2021-07-08	4438091136	Benjamin Walker	22 Albert Street, Leeds, LS9 9YP	Looked after child	Controlling or coercive behaviour	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2025/4031	Edward Stevens	2016-12-18	4326661992	Jack Stevens	172 Cross Street, Leeds, LS7 5RL	Child protection plan: neglect	Assault occasioning actual bodily harm	Without prejudice: client would accept supervised contact twice a month.
SG/2020/4032	Owen Evans	2016-01-25	6846977953	Helen Evans	38 Elm Grove, Bristol, BS15 2SP	Looked after child	Possession with intent to supply class A drugs	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2025/4033	Barbara Hall	2010-09-29	4515986600	Barbara Hall	116 Priory Court, Norwich, NR4 5TG	Interim care order	Assault occasioning actual bodily harm	Without prejudice: client would accept supervised contact twice a month.
SG/2022/4034	Leah Reynolds	2011-05-04	7993925908	Simon Reynolds	35 Mill Lane, Exeter, EX8 7RZ	Child protection plan: emotional abuse	Possession with intent to supply class A drugs	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2021/4035	Tariq Jackson	2021-12-15	4865532226	Olivia Jackson	81 Church Road, Leeds, LS1 1GJ	Interim care order	Assault occasioning actual bodily harm	Without prejudice: client would accept supervised contact twice a month.
SG/2019/4036	Rhys Bennett	2016-07-23	7447333387	Donna Bennett	81 North Parade, Leeds, LS14 9AY	Looked after child	Possession with intent to supply class A drugs	Local authority seeks an interim care order. The guardian supports it.
SG/2025/4037	Karen Owen	2020-06-22	6884661402	Paul Owen	127 Mill Lane, Exeter, EX19 8XA	Section 47 enquiry	Sexual assault	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2019/4038	Simon Jenkins	2014-02-18	4652802234	Donna Jenkins	16 School Lane, Leeds, LS17 5FF	Child protection plan: emotional abuse	Burglary	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2020/4039	Christopher Patel	2009-04-29	4153016667	Thomas Patel	168 Priory Court, Exeter, EX10 2QD	Child protection plan: emotional abuse	Controlling or coercive behaviour	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2024/4040	Amelia Johnson	2019-03-09	6430692639	Angela Johnson	93 Garden Close, Cardiff, CF12 2WJ	Interim care order	Sexual assault	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2021/4041	Nia Brown	2018-06-17	6183301426	Olivia Brown	127 Hill View, Oxford, OX19 1GB	Child in need plan	Harassment without violence	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2020/4042	James Chapman	2012-08-08	6931288180	George Chapman	108 Church Road, Lincoln, LN15 3WN	Looked after child	Harassment without violence	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2023/4043	Daniel Bell	2008-10-28	7178712406	Gwen Bell	181 Priory Court, Exeter, EX10 9UU	Child protection plan: emotional abuse	Breach of a non-molestation order	Local authority seeks an interim care order. The guardian supports it.
SG/2022/4044	Joyce Thomas	2014-02-11	6043345994	Edward Thomas	155 Cross Street, Exeter, EX8 6LS	Interim care order	Controlling or coercive behaviour	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2019/4045	Nicola Collins	2011-03-28	6290912364	Mary Collins	57 Elm Grove, Lincoln, LN16 1XZ	Section 47 enquiry	Controlling or coercive behaviour	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2021/4046	Laura Smith	2016-09-08	7543014777	Susan Smith	34 Albert Street, Swansea, SA14 8NE	Interim care order	Controlling or coercive behaviour	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2019/4047	Samuel Gill	2022-02-04	4920599331	Elizabeth Gill	89 School Lane, York, YO3 5PH	Looked after child	Child neglect	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2024/4048	Ruth Williams	2015-07-10	7359802199	Andrew Williams	189 Kings Avenue, Lincoln, LN7 2YL	Looked after child	Assault occasioning actual bodily harm	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2020/4049	Laura King	2017-03-27	4514146463	Nicola King	105 Green Lane, Preston, PR18 7NS	Child in need plan	Harassment without violence	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2022/4050	Margaret Murray	2016-03-11	6955904493	Joyce Murray	120 Church Road, York, YO16 2GY	Child protection plan: neglect	Harassment without violence	Without prejudice: client would accept supervised contact twice a month.
SG/2022/4051	Sandra Davis	2015-11-23	7588672072	Kwame Davis	84 Cross Street, Preston, PR7 1GJ	Interim care order	Theft from a dwelling	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2020/4052	Olivia Matthews	2019-04-25	4403010040	Nicola Matthews	155 The Crescent, Lincoln, LN10 8NZ	Section 47 enquiry	Theft from a dwelling	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2022/4053	Megan James	2015-08-09	6514569684	Oliver James	163 Heath Drive, Swansea, SA18 4TA	Interim care order	Sexual assault	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing. CANARY-7f3a91c2e5d84b06
SG/2022/4054	Nia Okafor	2011-01-17	4473404358	Lucy Okafor	129 Dale Avenue, Preston, PR5 5JD	Section 47 enquiry	Sexual assault	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2024/4055	Laura Kelly	2010-01-06	6021546717	Isla Kelly	96 Victoria Terrace, Exeter, EX17 2ND	Child in need plan	Assault occasioning actual bodily harm	Local authority seeks an interim care order. The guardian supports it.
SG/2022/4056	Laura Edwards	2021-09-06	4282518219	Grace Edwards	163 Castle Street, York, YO9 3JB	Section 47 enquiry	Possession with intent to supply class A drugs	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2025/4057	Anil King	2009-09-06	6907629267	Andrew King	39 Dale Avenue, Preston, PR15 4NQ	Interim care order	Child neglect	Without prejudice: client would accept supervised contact twice a month.
SG/2020/4058	Aisha Owen	2015-08-16	6745291479	Zainab Owen	167 Garden Close, York, YO18 2AU	Section 47 enquiry	Assault occasioning actual bodily harm	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2023/4059	George Young	2011-11-04	4934307311	Ruth Young	35 Heath Drive, Swansea, SA5 2WS	Child in need plan	Harassment without violence	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2024/4060	Isla Williams	2010-01-18	7682981555	Helen Williams	30 School Lane, Norwich, NR3 2DT	Section 47 enquiry	Possession with intent to supply class A drugs	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2024/4061	Mohammed Johnson	2020-02-13	6919172119	Priya Johnson	17 Orchard Close, Exeter, EX14 8JA	Interim care order	Theft from a dwelling	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2023/4062	Karen Matthews	2014-02-07	6056835103	Benjamin Matthews	90 Park Road, Bristol, BS18 6AQ	Child in need plan	Sexual assault	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2024/4063	Susan Cox	2012-11-14	4778142551	Angela Cox	139 Oak Crescent, Derby, DE19 8TF	Interim care order	Child neglect	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2025/4064	Jack Murray	2008-10-03	7769942322	Isla Murray	69 Manor Way, Exeter, EX14 5NG	Child protection plan: neglect	Harassment without violence	Father was arrested in March and is on bail with a condition not to contact the child.
SG/2024/4065	Mary Davies	2014-06-23	4186601127	Lewis Davies	78 North Parade, Oxford, OX14 9HG	Child in need plan	Possession with intent to supply class A drugs	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2019/4066	Yusuf Gray	2008-12-11	7671429244	Helen Gray	188 Kings Avenue, Preston, PR14 7NX	Section 47 enquiry	Fraud by false representation	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2021/4067	Peter Baker	2009-02-04	6584137511	Laura Baker	161 Ferry Road, Norwich, NR7 9DL	Looked after child	Theft from a dwelling	Without prejudice: client would accept supervised contact twice a month.
SG/2022/4068	Samuel Chapman	2010-10-01	6025248575	Priya Chapman	4 Orchard Close, Preston, PR6 5RQ	Child protection plan: emotional abuse	Fraud by false representation	Instructed on behalf of the mother. Privileged and confidential: counsel advises against a contested hearing.
SG/2021/4069	Christopher Walsh	2019-08-27	7666292996	Eleanor Walsh	56 The Crescent, York, YO15 6TW	Child protection plan: neglect	Burglary	Local authority seeks an interim care order. The guardian supports it.
SG/2025/4070	Tariq Shah	2011-06-08	6513566754	Leah Shah	36 West Street, Preston, PR17 2GJ	Child protection plan: emotional abuse	Sexual assault	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2023/4071	Andrew Hughes	2017-08-05	6492217799	Patricia Hughes	138 North Parade, York, YO14 1JL	Section 47 enquiry	Sexual assault	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2019/4072	Rachel Thompson	2013-12-14	6813441264	Ruth Thompson	88 Elm Grove, Derby, DE4 7SX	Child protection plan: emotional abuse	Fraud by false representation	Local authority seeks an interim care order. The guardian supports it.
SG/2025/4073	Harry Patel	2014-12-15	4588221124	Olivia Patel	14 Manor Way, York, YO2 2SU	Interim care order	Child neglect	Local authority seeks an interim care order. The guardian supports it.
SG/2021/4074	Helen Walker	2011-10-10	7329612030	Daniel Walker	162 Hill View, Preston, PR19 7DH	Section 47 enquiry	Theft from a dwelling	Without prejudice: client would accept supervised contact twice a month.
SG/2019/4075	James Jones	2009-10-12	6179057729	Margaret Jones	147 Church Road, Plymouth, PL16 2LE	Looked after child	Assault occasioning actual bodily harm	Police disclosure received. Previous conviction is spent, advise on relevance.
SG/2025/4076	Graham Moore	2021-04-15	6125344193	Joyce Moore	23 Kings Avenue, Plymouth, PL8 4NR	Child protection plan: neglect	Assault occasioning actual bodily harm	Local authority seeks an interim care order. The guardian supports it.
SG/2022/4077	Jean Chapman	2016-05-22	4211166123	Nia Chapman	23 North Parade, Cardiff, CF18 6UW	Interim care order	Harassment without violence	Local authority seeks an interim care order. The guardian supports it.
SG/2024/4078	Carol Smith	2008-06-21	7646493643	Mary Smith	8 Chapel Lane, Cardiff, CF5 4GW	Interim care order	Harassment without violence	Father was arrested in March and is on bail with a condition not to contact the child. CANARY-7f3a91c2e5d84b06
SG/2023/4079	Sandra Knight	2020-01-01	7519175553	Sheila Knight	125 Station Road, Lincoln, LN16 8AY	Looked after child	Controlling or coercive behaviour	Police disclosure received. Previous conviction is spent, advise on relevance.
\.
CREATE TABLE hr.staff (staff_no text PRIMARY KEY, full_name text, date_of_birth date, ni_number text, sort_code text, account_number text, iban text, salary int, ethnicity text, religion text, sexual_orientation text, home_phone text);
COPY hr.staff FROM stdin;
E20400	Karen Brown	1984-05-16	RA607829D	70-91-85	52899906	GB73XAJR70918552899906	80250	Bangladeshi	Buddhist	Lesbian	0113 496 0780
E20401	Gwen Scott	2003-08-23	AY654363A	60-13-52	37532600	GB35XAJR60135237532600	45500	Chinese	Sikh	Gay	07700 900603
E20402	Stephen Stevens	2003-10-01	WC676595B	76-41-58	37302204	GB34XAJR76415837302204	69750	Mixed White and Asian	Hindu	Gay	01632 960692
E20403	Joan Price	1973-02-21	PA089152B	63-95-34	81088343	GB50XAJR63953481088343	39250	White British	No religion	Prefer not to say	07700 900286
E20404	Sarah Griffiths	1987-10-19	RE784317A	62-17-59	85370430	GB49XAJR62175985370430	32250	Black Caribbean	Buddhist	Bisexual	0113 496 0448
E20405	Ian Graham	1989-12-18	EB693400B	49-29-94	21054449	GB10XAJR49299421054449	91000	Black African	Muslim	Gay	07700 900077
E20406	Grace Gray	1958-11-14	EM894961D	27-46-68	98355959	GB46XAJR27466898355959	85000	Black Caribbean	Sikh	Prefer not to say	07700 900072
E20407	Sophie Jones	1968-10-29	ML837854B	29-35-14	45739920	GB73XAJR29351445739920	26250	Any other White background	Muslim	Heterosexual	0113 496 0415
E20408	Chloe Ward	1999-06-07	HS111415D	57-51-27	78098377	GB53XAJR57512778098377	27500	White Irish	Prefer not to say	Heterosexual	0113 496 0895
E20409	Nicola Ellis	1969-06-23	EM209519D	10-43-73	20191862	GB92XAJR10437320191862	26250	Mixed White and Asian	Jewish	Bisexual	07700 900801
E20410	Jack Davis	1974-02-08	CZ313747C	42-04-71	99926288	GB03XAJR42047199926288	69000	White British	Muslim	Heterosexual	0113 496 0486
E20411	Malcolm Edwards	1991-06-23	LJ945619A	69-56-60	66778079	GB09XAJR69566066778079	60000	Black African	Sikh	Heterosexual	0113 496 0032
E20412	Sarah King	1965-08-12	MS776699B	65-13-58	49574320	GB51XAJR65135849574320	69000	Any other White background	No religion	Heterosexual	07700 900829
E20413	Samuel Foster	1963-07-24	EM939815B	63-75-88	61598728	GB17XAJR63758861598728	97500	Black African	Christian	Lesbian	01632 960135
E20414	Megan Sharma	1979-07-27	HX772175D	64-39-49	60106438	GB26XAJR64394960106438	36500	Black African	Muslim	Heterosexual	01632 960462
E20415	Anil Walker	1997-12-19	XW097782B	79-79-28	69445117	GB29XAJR79792869445117	84750	Black African	Prefer not to say	Lesbian	01632 960628
E20416	Kwame Mason	1990-07-03	KH605697D	25-70-56	62573410	GB47XAJR25705662573410	28500	Black Caribbean	Muslim	Gay	01632 960578
E20417	Graham Collins	1969-06-13	XE938911A	16-52-80	72838655	GB87XAJR16528072838655	72750	Black Caribbean	No religion	Lesbian	07700 900242
E20418	Hannah Clark	1997-05-09	HC811316C	67-55-41	66231191	GB49XAJR67554166231191	33500	Any other White background	Hindu	Bisexual	07700 900920
E20419	Graham Walker	1988-09-09	CB740625D	28-57-17	50036062	GB61XAJR28571750036062	52250	Indian	Sikh	Heterosexual	0113 496 0102
E20420	Anna Fletcher	1989-04-05	TL154480C	57-71-68	53556527	GB93XAJR57716853556527	70250	White British	Hindu	Lesbian	0113 496 0499
E20421	Heather Evans	1983-08-18	WY183144C	47-06-22	35721123	GB69XAJR47062235721123	27500	Indian	Hindu	Bisexual	01632 960696
E20422	Bronwen Parker	1967-06-16	KM039296A	39-40-65	88913169	GB39XAJR39406588913169	31500	Black Caribbean	No religion	Gay	01632 960155
E20423	Tracey Ward	1995-12-31	PE287014A	77-96-71	59783288	GB83XAJR77967159783288	76000	Any other White background	Sikh	Bisexual	0113 496 0966
E20424	Linda Murphy	1965-08-16	EH995547C	24-15-03	36376168	GB32XAJR24150336376168	41750	Bangladeshi	Christian	Bisexual	01632 960297
E20425	Emily Thompson	1978-07-06	LZ969082D	80-97-10	57310964	GB44XAJR80971057310964	56000	Black African	No religion	Lesbian	07700 900786
E20426	Rhys Graham	1978-03-08	SB160080A	88-37-98	22299628	GB78XAJR88379822299628	45750	White Irish	No religion	Gay	07700 900135
E20427	James Foster	2002-07-26	MX654132D	81-54-52	36202400	GB72XAJR81545236202400	57250	Indian	Prefer not to say	Prefer not to say	07700 900146
E20428	Anil Jones	2000-03-27	JX533285B	24-30-66	29726513	GB21XAJR24306629726513	73000	White Irish	Hindu	Gay	01632 960387
E20429	Thomas Davies	1998-09-06	LR031789C	45-67-47	44232821	GB36XAJR45674744232821	28500	Indian	Prefer not to say	Lesbian	0113 496 0122
E20430	Karen Young	1958-04-06	RY400775B	97-19-16	56341786	GB61XAJR97191656341786	48000	Indian	Hindu	Gay	01632 960184
E20431	Elizabeth Ellis	1984-09-19	SP427844C	26-13-32	28822041	GB07XAJR26133228822041	44000	Indian	Sikh	Prefer not to say	07700 900791
E20432	Sandra Cooper	1965-10-08	RE930387B	97-63-06	76253342	GB09XAJR97630676253342	46250	Chinese	Buddhist	Prefer not to say	0113 496 0153
E20433	Bronwen Wright	2002-12-29	EL366341D	26-33-74	18404779	GB57XAJR26337418404779	75250	Pakistani	No religion	Heterosexual	01632 960220
E20434	Victoria King	1976-09-17	XB434589C	27-08-73	93907188	GB71XAJR27087393907188	22000	Black African	Muslim	Lesbian	07700 900504
E20435	Stephen Cox	1994-04-02	WB164056B	49-74-86	31422917	GB29XAJR49748631422917	40500	Black Caribbean	Jewish	Lesbian	07700 900852
E20436	Benjamin Scott	1985-12-01	CZ634783A	55-26-34	78284696	GB53XAJR55263478284696	70250	Pakistani	Christian	Bisexual	0113 496 0346
E20437	Emily Collins	1970-09-29	AH325849A	38-79-40	53536344	GB51XAJR38794053536344	79500	Chinese	Prefer not to say	Lesbian	01632 960003
E20438	Helen Owen	1990-06-19	XC407334B	49-95-88	91929913	GB25XAJR49958891929913	53500	Chinese	Muslim	Heterosexual	0113 496 0121
E20439	Anna Price	1964-10-15	TA933147B	66-65-18	36692058	GB48XAJR66651836692058	24000	White British	Jewish	Lesbian	01632 960651
E20440	Malcolm Cox	1987-03-30	AL676152B	92-07-16	89232901	GB07XAJR92071689232901	56000	Chinese	Buddhist	Heterosexual	07700 900653
E20441	James Roberts	1979-07-06	PA527566D	54-22-03	62375487	GB47XAJR54220362375487	76000	White British	Hindu	Bisexual	0113 496 0555
E20442	Mark Ellis	1995-05-19	RB249702C	33-62-28	83575172	GB27XAJR33622883575172	71500	White Irish	Buddhist	Gay	0113 496 0824
E20443	David Hughes	1988-03-14	RC585955B	72-21-36	92321125	GB78XAJR72213692321125	52250	Any other White background	Hindu	Gay	07700 900051
E20444	Isla Okafor	1992-09-20	TJ895717A	48-98-64	88743141	GB97XAJR48986488743141	95250	Bangladeshi	Christian	Lesbian	01632 960766
E20445	Nia Bell	1962-10-29	TJ851722A	39-84-34	71530461	GB92XAJR39843471530461	54250	Pakistani	No religion	Heterosexual	01632 960661
E20446	Jean Richards	1987-09-15	XZ714488A	88-61-82	32475489	GB05XAJR88618232475489	24250	White Irish	Muslim	Heterosexual	07700 900005
E20447	Samuel Chapman	2001-07-20	RR488547B	28-94-62	30159363	GB78XAJR28946230159363	21500	Indian	Hindu	Lesbian	07700 900828
E20448	John Cox	1988-06-07	MS570805C	50-30-19	43883141	GB33XAJR50301943883141	45250	Black Caribbean	Muslim	Prefer not to say	01632 960008
E20449	Yusuf Morgan	1971-12-18	SM493064D	51-02-06	62363276	GB31XAJR51020662363276	57500	Mixed White and Asian	Muslim	Lesbian	01632 960726
E20450	Samuel Brown	1963-04-08	TM063225A	85-23-33	21634782	GB24XAJR85233321634782	74000	Black African	Jewish	Prefer not to say	01632 960160
E20451	George White	1961-08-27	LJ010090C	48-97-86	57597525	GB86XAJR48978657597525	88250	Bangladeshi	Muslim	Heterosexual	0113 496 0996
E20452	Donna Gray	1992-04-14	AS018578C	61-63-26	98783095	GB81XAJR61632698783095	32750	Mixed White and Asian	Prefer not to say	Prefer not to say	01632 960582
E20453	Isla Allen	1992-03-20	PC178047A	87-71-49	85381436	GB96XAJR87714985381436	76750	Bangladeshi	Sikh	Gay	07700 900572
E20454	Robert White	1972-07-08	WC249440C	49-48-80	45171245	GB98XAJR49488045171245	68250	Black Caribbean	Jewish	Heterosexual	0113 496 0376
E20455	Peter Foster	1965-10-20	LA423655C	27-08-61	48798134	GB70XAJR27086148798134	47750	Any other White background	Muslim	Lesbian	07700 900651
E20456	Aisha Morgan	1991-03-03	TZ094027C	67-92-41	55711376	GB76XAJR67924155711376	58500	White Irish	Prefer not to say	Gay	0113 496 0810
E20457	Lucy Taylor	1960-03-15	MH860485B	15-24-35	72577509	GB41XAJR15243572577509	68250	Black Caribbean	Hindu	Bisexual	01632 960192
E20458	Owen Harrison	1986-10-21	LE666449C	57-20-68	28760551	GB25XAJR57206828760551	67500	Chinese	Christian	Lesbian	07700 900081
E20459	Sarah Hughes	1994-02-12	TR298104A	63-60-61	15164058	GB82XAJR63606115164058	70750	White Irish	Prefer not to say	Lesbian	07700 900621
E20460	Joyce Gill	1989-08-26	XE077153C	77-78-96	74822906	GB27XAJR77789674822906	64000	Any other White background	No religion	Gay	07700 900988
E20461	Ruth Carter	1983-07-06	MB511307C	61-63-62	33521317	GB69XAJR61636233521317	67750	Indian	Sikh	Lesbian	07700 900029
E20462	David Wilson	1968-05-25	XL017299B	34-33-07	93513174	GB38XAJR34330793513174	65000	Pakistani	Hindu	Bisexual	01632 960924
E20463	Simon King	1977-11-30	MA695343D	58-38-97	25633763	GB04XAJR58389725633763	41750	Mixed White and Asian	Sikh	Heterosexual	07700 900288
E20464	Christopher Bennett	1959-09-24	KA459331B	53-28-00	90581487	GB55XAJR53280090581487	37000	Mixed White and Asian	Hindu	Heterosexual	07700 900586
E20465	Mary Richards	1981-04-03	JM842168D	33-33-32	29732287	GB41XAJR33333229732287	85250	White Irish	No religion	Prefer not to say	0113 496 0097
E20466	Rachel Ward	1991-01-25	EJ928233A	72-49-72	96150028	GB11XAJR72497296150028	72500	Black Caribbean	Jewish	Bisexual	01632 960453
E20467	Oliver Moore	1979-08-08	XH785978B	43-89-41	98621910	GB45XAJR43894198621910	55250	Black African	Muslim	Gay	07700 900663
E20468	Harry White	1994-08-24	WH930764A	83-31-30	76749418	GB26XAJR83313076749418	62750	Chinese	Sikh	Bisexual	01632 960844
E20469	Harpreet Okafor	1995-02-07	PB346719B	76-45-37	30622952	GB49XAJR76453730622952	58500	White British	No religion	Prefer not to say	07700 900176
E20470	Patricia Jones	1982-04-23	RH396723B	89-98-16	64910515	GB33XAJR89981664910515	21250	White British	Prefer not to say	Lesbian	01632 960700
E20471	Lewis Richards	1997-08-19	ER545207D	54-56-23	30335465	GB45XAJR54562330335465	37750	Pakistani	Christian	Bisexual	0113 496 0402
E20472	William Reynolds	1981-01-21	KJ726617D	89-10-20	31488531	GB85XAJR89102031488531	29750	White Irish	Hindu	Lesbian	0113 496 0730
E20473	Mary Foster	1986-06-23	XY790712B	56-35-76	54184194	GB08XAJR56357654184194	46500	Bangladeshi	Sikh	Heterosexual	0113 496 0858
E20474	Karen Gray	1974-05-04	CL995845C	63-10-77	18137238	GB85XAJR63107718137238	64000	Black African	No religion	Prefer not to say	07700 900726
E20475	Angela Robinson	1984-12-27	XZ638845D	65-71-74	18184029	GB38XAJR65717418184029	75500	Chinese	Hindu	Bisexual	07700 900602
E20476	Angela Morgan	1964-08-17	RP814098A	11-18-10	31351995	GB64XAJR11181031351995	58500	Black African	Sikh	Prefer not to say	01632 960292
E20477	Victoria Clark	1980-05-27	XR391156D	31-76-02	48627121	GB37XAJR31760248627121	49000	Pakistani	Christian	Prefer not to say	0113 496 0049
E20478	Eleanor Fletcher	1982-12-06	AH380076B	62-62-14	20697810	GB43XAJR62621420697810	33750	Black Caribbean	Prefer not to say	Lesbian	07700 900566
E20479	Eleanor Smith	1972-01-01	HC190535B	40-54-75	42065253	GB62XAJR40547542065253	95000	Chinese	Prefer not to say	Heterosexual	01632 960690
E20480	Christopher Wood	1991-11-22	CL334141C	97-93-75	43548295	GB88XAJR97937543548295	60500	Black African	Buddhist	Prefer not to say	07700 900996
E20481	Owen Young	1959-08-17	EX083442A	65-03-16	96290766	GB04XAJR65031696290766	80750	Bangladeshi	Hindu	Heterosexual	07700 900584
E20482	Margaret Patel	1967-09-14	AH032264B	75-03-23	21922066	GB02XAJR75032321922066	64000	Bangladeshi	Jewish	Lesbian	0113 496 0159
E20483	Olivia Reid	1979-02-19	CW192363B	50-20-32	26515800	GB92XAJR50203226515800	54750	Pakistani	Christian	Lesbian	01632 960245
E20484	Karen King	1988-06-27	XY164709A	63-29-21	92706160	GB44XAJR63292192706160	73000	Black Caribbean	Muslim	Bisexual	07700 900974
E20485	Hannah Kaur	2001-01-04	ES790008A	47-60-75	20129257	GB17XAJR47607520129257	59500	Indian	Sikh	Lesbian	01632 960540
E20486	Daniel Robinson	1974-12-06	JP684881D	17-23-78	74585468	GB30XAJR17237874585468	26500	Chinese	Christian	Lesbian	01632 960363
E20487	Rachel Collins	1964-03-02	SC594049A	85-58-89	27348323	GB19XAJR85588927348323	70250	Black Caribbean	Muslim	Bisexual	01632 960788
E20488	Helen Murray	1959-01-24	RW741847A	21-62-71	79214511	GB03XAJR21627179214511	79250	White Irish	Buddhist	Prefer not to say	07700 900886
E20489	Farah Davis	1973-08-28	XX628573D	98-16-07	70258159	GB92XAJR98160770258159	82500	Bangladeshi	Buddhist	Heterosexual	01632 960306
E20490	Donna Begum	1973-07-04	RE694935D	63-87-17	35054899	GB76XAJR63871735054899	74750	Black Caribbean	Hindu	Heterosexual	01632 960903
E20491	Priya Jenkins	1975-01-14	WS072372D	47-78-50	74597731	GB50XAJR47785074597731	78000	White British	Muslim	Lesbian	0113 496 0337
E20492	Bronwen Ward	1974-01-23	EB665859D	78-89-86	64293940	GB88XAJR78898664293940	56250	White Irish	Christian	Gay	0113 496 0112
E20493	Mary Brown	1983-07-29	MP682877A	39-42-25	47924116	GB98XAJR39422547924116	25250	White Irish	No religion	Bisexual	0113 496 0687
E20494	Lewis Collins	1965-07-30	MR030082A	47-34-26	79212802	GB35XAJR47342679212802	51250	Pakistani	Christian	Heterosexual	0113 496 0833
E20495	George Turner	1976-05-23	WY004493D	26-32-04	99151654	GB19XAJR26320499151654	28500	Chinese	Jewish	Prefer not to say	01632 960727
E20496	Joyce Walker	1991-12-20	KC180713D	52-40-16	11280413	GB87XAJR52401611280413	43500	White British	Prefer not to say	Gay	01632 960813
E20497	Lucy Robinson	1978-09-17	PJ941068D	41-15-43	60227211	GB74XAJR41154360227211	91250	Mixed White and Asian	Prefer not to say	Gay	0113 496 0769
E20498	Carol Singh	2003-09-20	PE038874B	25-55-67	44637432	GB76XAJR25556744637432	28750	White British	Sikh	Bisexual	0113 496 0985
E20499	Alan Moore	1991-06-08	LP653075A	70-07-13	75789030	GB31XAJR70071375789030	50250	Mixed White and Asian	Muslim	Prefer not to say	07700 900162
E20500	Alan Mason	1997-04-10	PE738602C	49-71-43	81548171	GB41XAJR49714381548171	72750	White Irish	No religion	Gay	07700 900604
E20501	Alan Green	1959-01-01	AX441085A	40-20-07	62837024	GB35XAJR40200762837024	82750	Indian	Buddhist	Gay	07700 900997
E20502	Callum Simpson	1977-12-02	XZ869371C	83-41-70	80489694	GB26XAJR83417080489694	70250	Indian	Jewish	Bisexual	0113 496 0725
E20503	Ian White	1992-01-05	WX122768C	32-90-28	18215204	GB08XAJR32902818215204	93500	White British	Muslim	Bisexual	01632 960620
E20504	Bronwen Knight	1969-09-30	EE745078C	91-70-70	80118839	GB07XAJR91707080118839	77250	Pakistani	Muslim	Prefer not to say	07700 900116
E20505	Aisha White	1982-05-27	RJ811427D	22-40-84	87670758	GB35XAJR22408487670758	46750	Bangladeshi	Hindu	Gay	07700 900240
E20506	Leah Williams	1987-12-23	SH673763D	68-91-77	49604699	GB51XAJR68917749604699	83750	Any other White background	Buddhist	Heterosexual	07700 900044
E20507	Linda Morris	1984-05-18	WJ246674C	79-21-02	31742856	GB35XAJR79210231742856	21500	Indian	Hindu	Gay	01632 960446
E20508	Donna Smith	1973-12-10	MJ052987D	69-50-40	15220723	GB46XAJR69504015220723	52250	White Irish	Jewish	Gay	07700 900936
E20509	Sandra Johnson	2002-11-26	XL661636C	58-35-91	16285663	GB67XAJR58359116285663	60750	Black African	Prefer not to say	Lesbian	0113 496 0074
E20510	Yusuf James	1987-01-23	XB388724B	54-01-07	34144668	GB72XAJR54010734144668	93000	Chinese	Sikh	Prefer not to say	0113 496 0136
E20511	Owen Thomas	1985-04-13	XM381586C	97-54-08	26255087	GB78XAJR97540826255087	32000	Indian	Sikh	Lesbian	07700 900376
E20512	Andrew Brown	1986-12-18	ES506079A	62-96-54	11693009	GB83XAJR62965411693009	88000	Bangladeshi	Jewish	Heterosexual	07700 900325
E20513	Mark Reynolds	1981-04-14	PA812030B	66-67-33	41166122	GB97XAJR66673341166122	40750	Black African	Muslim	Heterosexual	0113 496 0941
E20514	Farah Fletcher	1966-04-08	JP705243B	84-26-73	36589423	GB35XAJR84267336589423	53500	White British	Sikh	Heterosexual	01632 960679
E20515	Margaret Jones	1973-07-02	TM835866D	17-71-73	47445783	GB65XAJR17717347445783	23500	Indian	Sikh	Bisexual	01632 960136
E20516	Sheila Evans	1991-09-27	MB632050A	35-07-35	65435466	GB28XAJR35073565435466	95750	White British	Muslim	Gay	01632 960999
E20517	Emily Campbell	1971-07-06	MJ519008C	93-36-21	13478152	GB31XAJR93362113478152	47000	Indian	Hindu	Bisexual	0113 496 0782
E20518	Joan Stevens	1986-01-22	CM535978D	31-15-23	12886497	GB98XAJR31152312886497	69250	Bangladeshi	No religion	Gay	07700 900778
E20519	Patricia Reynolds	1963-06-14	WZ929240C	26-75-70	30101880	GB81XAJR26757030101880	44250	Indian	Hindu	Bisexual	07700 900900
\.
CREATE TABLE import_0417 (c1 int, c2 text, c3 text);
COPY import_0417 FROM stdin;
1	4585803742	C
2	4050679906	B
3	7365561149	B
4	7212311464	B
5	7345604101	C
6	7837501470	C
7	6076896035	C
8	6118667691	C
9	6421457908	A
10	6071518075	C
11	6665665941	A
12	7723719248	A
13	7532089053	C
14	6673078510	C
15	4808291169	B
16	4565084155	C
17	4086060493	A
18	7394287645	B
19	6345415855	C
20	6492819284	A
21	6169372141	B
22	6039581182	B
23	4754869184	A
24	4184490158	C
25	4790604624	A
26	7709814050	A
27	6562200253	B
28	4949435760	C
29	6087178635	B
30	6747557190	B
31	4818538078	C
32	4146407265	B
33	4584409412	A
34	6610800790	C
35	7183298930	B
36	7542040456	B
37	4086563150	A
38	4743868645	C
39	6344791330	A
40	4209383147	A
41	6831300596	B
42	7779629783	C
43	4642349146	C
44	7163013051	A
45	4086286378	C
46	6834455795	B
47	4475622794	A
48	4706303796	B
49	7081339921	A
50	7824404765	C
51	6820427352	A
52	4422121014	B
53	4579040287	C
54	4369264553	B
55	4204501125	B
56	6525367530	A
57	6284869169	B
58	7626499107	B
59	7255680291	B
60	4029423167	A
61	7452109600	B
62	7082023456	C
63	6744083287	A
64	7069136692	B
65	6495220006	A
66	7831159355	B
67	7597083300	C
68	7287723166	C
69	6580565470	C
70	7959176744	C
71	7816103972	A
72	4879099333	C
73	4046147695	B
74	4843677108	B
75	6989358122	C
76	7765233009	C
77	6270103339	A
78	4521802079	C
79	6531972750	B
80	7444508232	C
81	4315324221	C
82	7399226474	B
83	4779237424	B
84	7140892415	A
85	4268432930	B
86	7520809544	B
87	6677592332	A
88	7053220648	C
89	6469276636	C
90	6516720606	C
91	6474085134	C
92	4874374190	C
93	7185050863	B
94	6069001451	B
95	4209988596	B
96	4828729291	B
97	7028495000	A
98	6803358275	A
99	6104550088	A
100	6774569331	C
101	6771578372	A
102	6162660370	B
103	6731474304	B
104	4826544391	C
105	4048707825	B
106	7040357194	A
107	6794445255	C
108	7000066962	B
109	7675168933	C
110	4085471015	B
111	4049932385	C
112	7234638113	C
113	7663317637	B
114	4506380193	B
115	7817705100	C
116	7355608533	C
117	7679333718	B
118	7639170656	A
119	4829097035	C
120	4363371978	A
\.
ANALYZE;
\connect shop
CREATE TABLE products (sku text PRIMARY KEY, title text, price numeric, in_stock int, updated_at timestamptz);
COPY products FROM stdin;
SKU-7000	Wall clock, red	156.38	353	2024-01-01T20:00:03Z
SKU-7001	Waste bin, red	52.68	153	2024-01-02T21:19:24Z
SKU-7002	Extension lead, oak	150.09	211	2024-01-03T17:39:51Z
SKU-7003	Office chair, green	78.64	211	2024-01-04T14:32:46Z
SKU-7004	Filing box, black	140.01	90	2024-01-05T20:00:44Z
SKU-7005	Wall clock, black	71.47	43	2024-01-06T19:42:51Z
SKU-7006	Filing box, black	14.1	253	2024-01-07T06:58:46Z
SKU-7007	Waste bin, white	153.7	319	2024-01-08T10:31:24Z
SKU-7008	Whiteboard, oak	2.89	65	2024-01-09T21:12:27Z
SKU-7009	Filing box, oak	76.49	291	2024-01-10T17:19:04Z
SKU-7010	Wall clock, green	163.28	165	2024-01-11T14:27:58Z
SKU-7011	Label printer, black	111.8	103	2024-01-12T13:08:53Z
SKU-7012	Cable cover, red	94.46	104	2024-01-13T15:03:18Z
SKU-7013	Cable cover, black	91.06	306	2024-01-14T04:43:25Z
SKU-7014	Plant pot, red	149.2	240	2024-01-15T23:33:52Z
SKU-7015	Door stop, white	131.21	109	2024-01-16T12:37:45Z
SKU-7016	Filing box, oak	96.51	67	2024-01-17T14:04:23Z
SKU-7017	Filing box, red	145.78	367	2024-01-18T19:09:05Z
SKU-7018	Letter opener, oak	28.54	306	2024-01-19T05:28:57Z
SKU-7019	Label printer, grey	148.07	80	2024-01-20T08:38:45Z
SKU-7020	Office chair, oak	58.63	309	2024-01-21T17:49:04Z
SKU-7021	Filing box, navy	173.46	259	2024-01-22T23:35:07Z
SKU-7022	Desk lamp, green	166.71	238	2024-01-23T16:56:11Z
SKU-7023	Paper tray, red	112.78	284	2024-01-24T18:28:59Z
SKU-7024	Wall clock, grey	80.79	237	2024-01-25T18:20:52Z
SKU-7025	Door stop, red	67.82	97	2024-01-26T20:24:33Z
SKU-7026	Waste bin, grey	35.91	105	2024-01-27T05:29:05Z
SKU-7027	Extension lead, white	161.44	346	2024-01-28T06:31:27Z
SKU-7028	Whiteboard, navy	159.04	65	2024-01-29T10:06:14Z
SKU-7029	Plant pot, white	93.2	183	2024-01-30T13:12:06Z
SKU-7030	Whiteboard, red	108.14	366	2024-01-31T03:29:30Z
SKU-7031	Plant pot, red	156.16	245	2024-02-01T19:48:37Z
SKU-7032	Wall clock, green	66.58	123	2024-02-02T17:25:54Z
SKU-7033	Cable cover, black	15.2	111	2024-02-03T07:36:24Z
SKU-7034	Coat hook, white	74.24	396	2024-02-04T00:59:25Z
SKU-7035	Whiteboard, red	122.48	398	2024-02-05T13:08:30Z
SKU-7036	Label printer, grey	108.62	343	2024-02-06T06:48:52Z
SKU-7037	Office chair, green	124.46	314	2024-02-07T23:07:10Z
SKU-7038	Filing box, navy	161.05	167	2024-02-08T01:15:57Z
SKU-7039	Coat hook, green	84.44	362	2024-02-09T01:57:13Z
SKU-7040	Paper tray, oak	16.76	189	2024-02-10T22:08:42Z
SKU-7041	Label printer, white	159.6	150	2024-02-11T17:07:43Z
SKU-7042	Office chair, red	82.8	117	2024-02-12T12:13:13Z
SKU-7043	Plant pot, white	57.41	215	2024-02-13T20:34:15Z
SKU-7044	Office chair, grey	141.01	324	2024-02-14T23:57:20Z
SKU-7045	Notice board, oak	102.36	97	2024-02-15T19:44:46Z
SKU-7046	Waste bin, grey	63.99	9	2024-02-16T00:47:04Z
SKU-7047	Door stop, oak	151.1	251	2024-02-17T20:59:21Z
SKU-7048	Cable cover, green	153.08	31	2024-02-18T03:46:43Z
SKU-7049	Waste bin, green	116.8	282	2024-02-19T11:50:30Z
SKU-7050	Plant pot, navy	135.27	23	2024-02-20T16:38:57Z
SKU-7051	Plant pot, oak	134.16	88	2024-02-21T03:07:37Z
SKU-7052	Whiteboard, black	58.44	328	2024-02-22T12:32:58Z
SKU-7053	Whiteboard, navy	130.19	337	2024-02-23T15:56:55Z
SKU-7054	Plant pot, navy	81.87	244	2024-02-24T10:38:48Z
SKU-7055	Desk lamp, green	33.36	381	2024-02-25T09:16:38Z
SKU-7056	Label printer, black	130.6	39	2024-02-26T13:59:30Z
SKU-7057	Wall clock, oak	34.37	120	2024-02-27T19:03:14Z
SKU-7058	Cable cover, white	150.71	232	2024-02-28T20:38:46Z
SKU-7059	Door stop, white	62.65	309	2024-02-29T17:11:47Z
SKU-7060	Notice board, white	45.07	178	2024-03-01T23:32:12Z
SKU-7061	Paper tray, white	83.57	367	2024-03-02T05:59:50Z
SKU-7062	Wall clock, green	66.91	365	2024-03-03T08:10:42Z
SKU-7063	Cable cover, black	61.83	238	2024-03-04T12:05:32Z
SKU-7064	Label printer, green	36.94	166	2024-03-05T00:57:29Z
SKU-7065	Plant pot, black	36.26	333	2024-03-06T10:57:27Z
SKU-7066	Office chair, red	142.4	97	2024-03-07T04:51:24Z
SKU-7067	Plant pot, white	86.38	181	2024-03-08T23:38:07Z
SKU-7068	Wall clock, green	47.43	64	2024-03-09T12:53:27Z
SKU-7069	Extension lead, white	123.22	13	2024-03-10T04:08:55Z
SKU-7070	Door stop, white	37.59	174	2024-03-11T21:28:12Z
SKU-7071	Cable cover, grey	14.37	159	2024-03-12T19:35:32Z
SKU-7072	Paper tray, white	29.98	6	2024-03-13T03:27:49Z
SKU-7073	Filing box, white	166.42	272	2024-03-14T21:24:15Z
SKU-7074	Plant pot, black	141.06	268	2024-03-15T07:03:41Z
SKU-7075	Extension lead, navy	65.67	221	2024-03-16T21:11:58Z
SKU-7076	Waste bin, green	68.25	399	2024-03-17T17:37:06Z
SKU-7077	Office chair, red	24.31	134	2024-03-18T10:15:44Z
SKU-7078	Notice board, oak	6.94	88	2024-03-19T22:30:41Z
SKU-7079	Coat hook, green	132.69	49	2024-03-20T00:02:12Z
SKU-7080	Coat hook, red	149.51	280	2024-03-21T09:04:07Z
SKU-7081	Door stop, grey	97.49	152	2024-03-22T22:02:18Z
SKU-7082	Wall clock, red	124.32	366	2024-03-23T05:03:59Z
SKU-7083	Waste bin, white	48.36	296	2024-03-24T21:15:43Z
SKU-7084	Paper tray, green	27.4	186	2024-03-25T19:30:47Z
SKU-7085	Filing box, red	156.63	76	2024-03-26T22:44:07Z
SKU-7086	Whiteboard, oak	46.86	201	2024-03-27T08:40:06Z
SKU-7087	Door stop, white	28.88	89	2024-03-28T17:23:59Z
SKU-7088	Coat hook, red	96.2	272	2024-03-29T09:24:55Z
SKU-7089	Whiteboard, grey	133.99	68	2024-03-30T16:23:47Z
SKU-7090	Paper tray, white	77.91	295	2024-03-31T15:54:29Z
SKU-7091	Extension lead, oak	138.52	7	2024-04-01T03:56:18Z
SKU-7092	Filing box, black	86.28	252	2024-04-02T18:23:35Z
SKU-7093	Filing box, white	149.66	337	2024-04-03T09:14:46Z
SKU-7094	Wall clock, red	130.61	39	2024-04-04T15:31:33Z
SKU-7095	Door stop, green	96.18	73	2024-04-05T09:05:56Z
SKU-7096	Waste bin, red	18.23	338	2024-04-06T21:06:05Z
SKU-7097	Notice board, white	37.8	144	2024-04-07T22:01:56Z
SKU-7098	Extension lead, red	20.51	82	2024-04-08T02:41:36Z
SKU-7099	Notice board, navy	150.2	78	2024-04-09T05:46:09Z
SKU-7100	Office chair, navy	97.46	201	2024-04-10T17:26:30Z
SKU-7101	Paper tray, red	156.23	334	2024-04-11T13:01:09Z
SKU-7102	Letter opener, oak	130.52	283	2024-04-12T16:49:46Z
SKU-7103	Wall clock, black	156.8	363	2024-04-13T04:21:58Z
SKU-7104	Waste bin, grey	109.74	377	2024-04-14T17:06:41Z
SKU-7105	Letter opener, oak	147.34	312	2024-04-15T12:36:00Z
SKU-7106	Cable cover, black	152.31	85	2024-04-16T07:47:06Z
SKU-7107	Plant pot, white	48.57	121	2024-04-17T22:27:42Z
SKU-7108	Office chair, green	170.21	390	2024-04-18T18:59:36Z
SKU-7109	Notice board, black	3.64	280	2024-04-19T22:42:06Z
SKU-7110	Door stop, red	31.3	347	2024-04-20T14:29:35Z
SKU-7111	Waste bin, green	90.35	388	2024-04-21T02:11:38Z
SKU-7112	Letter opener, navy	162.51	304	2024-04-22T23:43:54Z
SKU-7113	Waste bin, black	55.03	325	2024-04-23T05:20:48Z
SKU-7114	Whiteboard, green	145.5	310	2024-04-24T04:15:46Z
SKU-7115	Coat hook, red	49.77	282	2024-04-25T19:15:53Z
SKU-7116	Wall clock, red	51.28	308	2024-04-26T20:52:51Z
SKU-7117	Letter opener, black	161.29	228	2024-04-27T04:42:35Z
SKU-7118	Desk lamp, navy	35.44	210	2024-04-28T21:41:24Z
SKU-7119	Waste bin, grey	172.06	126	2024-04-29T05:00:19Z
\.
CREATE TABLE orders (order_no bigint, sku text, quantity int, status text, ordered_at timestamptz);
COPY orders FROM stdin;
8987710385	SKU-7081	8	delivered	2024-01-01T03:45:05Z
9208161728	SKU-7014	9	sent	2024-01-02T09:24:50Z
2489752160	SKU-7022	4	sent	2024-01-03T11:25:25Z
4756280889	SKU-7049	8	picked	2024-01-04T16:15:30Z
9764278777	SKU-7037	11	returned	2024-01-05T15:34:01Z
9228760689	SKU-7056	3	delivered	2024-01-06T21:18:28Z
1520563202	SKU-7114	1	picked	2024-01-07T14:59:14Z
9612840853	SKU-7089	7	delivered	2024-01-08T03:08:09Z
4255272046	SKU-7056	7	picked	2024-01-09T05:52:46Z
7003074461	SKU-7113	6	returned	2024-01-10T12:15:28Z
8270066728	SKU-7049	2	delivered	2024-01-11T09:48:54Z
3086396875	SKU-7116	4	returned	2024-01-12T13:33:04Z
4083353094	SKU-7075	3	sent	2024-01-13T22:48:44Z
4188505668	SKU-7107	3	picked	2024-01-14T23:15:37Z
3048296027	SKU-7022	7	returned	2024-01-15T05:44:22Z
5537845360	SKU-7062	3	sent	2024-01-16T13:52:54Z
4402902013	SKU-7034	2	delivered	2024-01-17T00:54:07Z
8360989097	SKU-7082	6	delivered	2024-01-18T18:23:22Z
3191664209	SKU-7055	6	sent	2024-01-19T06:32:48Z
9657097877	SKU-7004	6	returned	2024-01-20T03:41:50Z
3433818962	SKU-7093	4	returned	2024-01-21T18:46:34Z
8392398190	SKU-7028	3	delivered	2024-01-22T23:39:27Z
1314691954	SKU-7042	5	picked	2024-01-23T17:02:28Z
7260894091	SKU-7051	2	picked	2024-01-24T20:45:58Z
9003030081	SKU-7118	4	delivered	2024-01-25T05:31:22Z
4564345080	SKU-7100	1	sent	2024-01-26T05:07:32Z
7299208982	SKU-7117	9	picked	2024-01-27T05:22:45Z
2520009381	SKU-7021	10	returned	2024-01-28T00:43:57Z
2528227594	SKU-7013	5	returned	2024-01-29T19:23:34Z
5192320038	SKU-7024	7	picked	2024-01-30T16:03:21Z
2561304888	SKU-7072	11	delivered	2024-01-31T16:04:06Z
1775326651	SKU-7060	4	delivered	2024-02-01T03:24:17Z
8755418934	SKU-7005	4	picked	2024-02-02T05:25:33Z
4405011532	SKU-7099	7	sent	2024-02-03T18:00:18Z
5693823790	SKU-7052	8	sent	2024-02-04T22:10:59Z
7091496869	SKU-7040	6	returned	2024-02-05T04:36:05Z
2547965833	SKU-7076	5	sent	2024-02-06T02:47:54Z
3501226584	SKU-7025	8	picked	2024-02-07T02:10:26Z
5524240853	SKU-7059	5	returned	2024-02-08T01:42:57Z
4390104036	SKU-7016	7	sent	2024-02-09T17:40:29Z
5931377889	SKU-7108	9	returned	2024-02-10T10:48:34Z
2238871853	SKU-7000	2	returned	2024-02-11T00:48:55Z
6688071450	SKU-7115	5	returned	2024-02-12T19:28:23Z
2250873555	SKU-7021	10	returned	2024-02-13T05:44:32Z
1453389907	SKU-7077	1	sent	2024-02-14T21:51:04Z
8941569457	SKU-7097	10	picked	2024-02-15T05:15:28Z
1707094028	SKU-7041	8	picked	2024-02-16T20:01:10Z
2808167255	SKU-7028	7	returned	2024-02-17T11:56:20Z
8923003364	SKU-7093	7	delivered	2024-02-18T07:18:14Z
4060586699	SKU-7013	4	returned	2024-02-19T04:36:04Z
1794390027	SKU-7097	6	returned	2024-02-20T19:32:35Z
3778541126	SKU-7081	5	returned	2024-02-21T10:05:02Z
5412047617	SKU-7025	4	returned	2024-02-22T22:38:38Z
7973697452	SKU-7077	7	returned	2024-02-23T22:27:39Z
6857654097	SKU-7037	7	sent	2024-02-24T22:58:54Z
2138844767	SKU-7020	10	sent	2024-02-25T13:46:29Z
3070892400	SKU-7070	1	picked	2024-02-26T03:19:53Z
5875302514	SKU-7083	6	picked	2024-02-27T14:42:38Z
6355459024	SKU-7054	10	delivered	2024-02-28T22:09:27Z
2841278814	SKU-7058	1	returned	2024-02-29T20:59:09Z
2211236932	SKU-7097	11	delivered	2024-03-01T12:04:22Z
4042136375	SKU-7014	2	sent	2024-03-02T15:08:10Z
7892073333	SKU-7078	6	returned	2024-03-03T08:15:19Z
2676138205	SKU-7090	2	sent	2024-03-04T02:04:18Z
9419450676	SKU-7014	6	returned	2024-03-05T04:49:00Z
8306600232	SKU-7000	11	delivered	2024-03-06T07:12:25Z
3900263248	SKU-7041	4	returned	2024-03-07T13:31:44Z
3841726983	SKU-7005	11	returned	2024-03-08T19:15:28Z
1649261813	SKU-7070	9	sent	2024-03-09T06:21:02Z
7757800455	SKU-7023	7	picked	2024-03-10T02:43:43Z
5530018277	SKU-7118	6	sent	2024-03-11T18:05:19Z
8554142201	SKU-7033	10	sent	2024-03-12T04:52:05Z
2359877850	SKU-7115	11	returned	2024-03-13T13:30:08Z
5670133229	SKU-7078	11	delivered	2024-03-14T06:11:07Z
2497171831	SKU-7067	2	picked	2024-03-15T09:51:42Z
1873803278	SKU-7056	11	returned	2024-03-16T07:53:29Z
2926940699	SKU-7010	9	picked	2024-03-17T15:25:45Z
2848399870	SKU-7031	6	picked	2024-03-18T14:58:41Z
4316759022	SKU-7054	6	returned	2024-03-19T12:59:53Z
8635154882	SKU-7030	6	sent	2024-03-20T07:23:12Z
3290435182	SKU-7036	3	picked	2024-03-21T22:21:07Z
6852148138	SKU-7091	10	delivered	2024-03-22T03:20:37Z
5146987763	SKU-7007	11	picked	2024-03-23T12:50:50Z
7813085236	SKU-7030	5	returned	2024-03-24T13:59:11Z
2936933472	SKU-7061	6	delivered	2024-03-25T05:39:18Z
6908299065	SKU-7067	10	returned	2024-03-26T01:17:03Z
7129041275	SKU-7029	5	returned	2024-03-27T09:46:47Z
4049441052	SKU-7008	1	returned	2024-03-28T04:03:29Z
8342443007	SKU-7070	6	picked	2024-03-29T01:03:16Z
7976279253	SKU-7009	10	returned	2024-03-30T13:01:11Z
2962661084	SKU-7085	10	picked	2024-03-31T09:59:49Z
9122902282	SKU-7009	7	picked	2024-04-01T23:11:28Z
5477487257	SKU-7105	8	returned	2024-04-02T21:09:38Z
9086512745	SKU-7049	11	sent	2024-04-03T12:08:28Z
7523355412	SKU-7112	4	sent	2024-04-04T12:08:05Z
3193450292	SKU-7020	9	sent	2024-04-05T14:22:18Z
1516921408	SKU-7047	8	sent	2024-04-06T12:15:34Z
7082525480	SKU-7105	1	picked	2024-04-07T14:34:15Z
2970094085	SKU-7009	5	delivered	2024-04-08T01:28:33Z
1121620977	SKU-7007	7	picked	2024-04-09T08:08:20Z
8911622293	SKU-7114	4	picked	2024-04-10T13:48:03Z
4322487753	SKU-7114	1	picked	2024-04-11T02:07:00Z
9022338641	SKU-7051	9	sent	2024-04-12T13:52:21Z
4617429291	SKU-7060	9	delivered	2024-04-13T19:05:22Z
5217622027	SKU-7109	5	sent	2024-04-14T02:33:17Z
1312585416	SKU-7082	3	returned	2024-04-15T23:03:21Z
8257420707	SKU-7044	3	sent	2024-04-16T12:23:33Z
1668011140	SKU-7109	8	returned	2024-04-17T02:36:49Z
7915065262	SKU-7010	10	delivered	2024-04-18T17:10:03Z
8130604897	SKU-7039	2	sent	2024-04-19T10:48:48Z
3140608424	SKU-7024	9	sent	2024-04-20T20:01:49Z
6608760674	SKU-7059	7	returned	2024-04-21T16:07:14Z
1459554479	SKU-7113	10	sent	2024-04-22T13:36:07Z
8574833937	SKU-7007	2	delivered	2024-04-23T02:04:23Z
4791868667	SKU-7056	9	returned	2024-04-24T09:29:26Z
3274777695	SKU-7095	4	returned	2024-04-25T03:07:18Z
9344050999	SKU-7069	1	returned	2024-04-26T21:06:43Z
7666880046	SKU-7075	6	picked	2024-04-27T16:50:46Z
9480227578	SKU-7102	2	returned	2024-04-28T23:57:54Z
2304627607	SKU-7058	6	sent	2024-04-29T22:43:38Z
4119229464	SKU-7096	9	sent	2024-04-30T20:00:31Z
2658884824	SKU-7111	3	sent	2024-05-01T09:29:21Z
8230571687	SKU-7053	2	returned	2024-05-02T09:39:14Z
3903946515	SKU-7035	9	picked	2024-05-03T11:36:26Z
3953736784	SKU-7072	11	delivered	2024-05-04T20:07:46Z
5641555118	SKU-7062	3	delivered	2024-05-05T15:52:29Z
6550077971	SKU-7011	3	returned	2024-05-06T06:31:44Z
4482963027	SKU-7103	11	delivered	2024-05-07T12:10:45Z
1562549620	SKU-7060	2	sent	2024-05-08T22:40:08Z
7178369917	SKU-7070	4	sent	2024-05-09T18:02:28Z
9560770141	SKU-7065	2	delivered	2024-05-10T05:36:41Z
2085569097	SKU-7012	11	picked	2024-05-11T05:03:24Z
6687395942	SKU-7068	7	picked	2024-05-12T14:28:01Z
9610604735	SKU-7094	11	picked	2024-05-13T05:02:18Z
7429876045	SKU-7078	6	returned	2024-05-14T05:24:13Z
6607009153	SKU-7051	9	picked	2024-05-15T15:34:45Z
8182516560	SKU-7040	5	sent	2024-05-16T23:30:18Z
6825982753	SKU-7028	2	sent	2024-05-17T19:48:15Z
2745585672	SKU-7020	11	picked	2024-05-18T14:27:14Z
7815473499	SKU-7023	7	picked	2024-05-19T16:27:24Z
9411384394	SKU-7088	7	sent	2024-05-20T18:51:09Z
3755623903	SKU-7008	3	picked	2024-05-21T23:13:21Z
3808576626	SKU-7101	11	picked	2024-05-22T15:17:25Z
6896976879	SKU-7046	9	picked	2024-05-23T17:40:41Z
3099767306	SKU-7028	4	delivered	2024-05-24T15:35:11Z
9456538235	SKU-7040	8	sent	2024-05-25T15:11:01Z
9302407476	SKU-7031	4	delivered	2024-05-26T14:28:36Z
6499215909	SKU-7056	9	delivered	2024-05-27T14:56:31Z
4947628045	SKU-7102	1	returned	2024-05-28T23:33:46Z
6452492895	SKU-7037	1	picked	2024-05-29T07:01:35Z
8922166389	SKU-7007	4	picked	2024-05-30T07:48:19Z
8126710450	SKU-7039	4	sent	2024-05-31T22:46:45Z
8205512432	SKU-7044	10	sent	2024-06-01T11:36:00Z
3412025001	SKU-7103	8	sent	2024-06-02T08:58:30Z
9045598867	SKU-7089	9	returned	2024-06-03T03:29:21Z
1149050953	SKU-7113	8	sent	2024-06-04T18:06:39Z
3407755074	SKU-7043	6	sent	2024-06-05T03:07:08Z
2564435764	SKU-7028	5	picked	2024-06-06T20:56:01Z
2946542150	SKU-7028	7	delivered	2024-06-07T06:34:15Z
4473478650	SKU-7007	11	returned	2024-06-08T23:21:24Z
9174674120	SKU-7113	2	returned	2024-06-09T07:12:21Z
9908669279	SKU-7024	2	returned	2024-06-10T02:11:36Z
1955201909	SKU-7046	9	sent	2024-06-11T08:57:18Z
8443008877	SKU-7081	3	delivered	2024-06-12T22:20:54Z
7218758692	SKU-7054	8	returned	2024-06-13T16:53:40Z
4568161427	SKU-7108	6	returned	2024-06-14T13:21:58Z
5295186697	SKU-7075	1	returned	2024-06-15T10:59:47Z
6027388656	SKU-7119	4	delivered	2024-06-16T02:09:08Z
3263374738	SKU-7022	10	picked	2024-06-17T23:00:26Z
1290660302	SKU-7042	4	picked	2024-06-18T06:58:36Z
6769325908	SKU-7061	7	picked	2024-06-19T06:33:55Z
1325285249	SKU-7059	9	returned	2024-06-20T13:08:52Z
5245439396	SKU-7084	4	sent	2024-06-21T17:15:31Z
1219968621	SKU-7047	8	sent	2024-06-22T02:23:52Z
5813788921	SKU-7108	10	delivered	2024-06-23T19:28:42Z
6964228017	SKU-7031	10	returned	2024-06-24T15:40:00Z
1320070607	SKU-7010	10	delivered	2024-06-25T14:55:56Z
7566463393	SKU-7105	3	sent	2024-06-26T05:23:47Z
5748963639	SKU-7046	10	picked	2024-06-27T09:24:56Z
7835029041	SKU-7101	9	picked	2024-06-28T10:21:31Z
4947723678	SKU-7109	8	returned	2024-06-29T11:39:17Z
3245574291	SKU-7026	10	sent	2024-06-30T06:48:06Z
9386062152	SKU-7038	8	sent	2024-07-01T18:03:50Z
5528233260	SKU-7101	9	sent	2024-07-02T15:13:46Z
2723597720	SKU-7043	1	delivered	2024-07-03T18:24:23Z
9906345020	SKU-7013	1	delivered	2024-07-04T17:57:11Z
4001322880	SKU-7027	6	delivered	2024-07-05T13:42:02Z
4476017698	SKU-7076	1	picked	2024-07-06T15:32:45Z
8046821112	SKU-7098	5	picked	2024-07-07T00:36:43Z
4995454859	SKU-7051	5	sent	2024-07-08T01:20:32Z
2351157769	SKU-7099	8	sent	2024-07-09T11:01:46Z
2318422744	SKU-7039	3	delivered	2024-07-10T10:24:53Z
3406582115	SKU-7085	2	picked	2024-07-11T14:27:56Z
6894447033	SKU-7042	1	delivered	2024-07-12T19:02:22Z
1934119085	SKU-7048	5	sent	2024-07-13T01:41:18Z
4055151870	SKU-7011	2	returned	2024-07-14T05:30:59Z
1760473153	SKU-7062	8	sent	2024-07-15T22:03:10Z
4540036963	SKU-7005	6	picked	2024-07-16T14:01:17Z
4938416305	SKU-7036	5	sent	2024-07-17T20:39:28Z
6352414842	SKU-7092	7	picked	2024-07-18T02:43:04Z
9256176830	SKU-7010	2	delivered	2024-07-19T03:35:01Z
8658910421	SKU-7012	3	returned	2024-07-20T03:16:28Z
5200968729	SKU-7052	1	picked	2024-07-21T18:22:35Z
4135260603	SKU-7046	5	delivered	2024-07-22T08:47:27Z
6440484149	SKU-7095	5	returned	2024-07-23T09:37:40Z
4830477340	SKU-7106	10	delivered	2024-07-24T06:05:38Z
1159028971	SKU-7112	2	sent	2024-07-25T02:29:17Z
7486215777	SKU-7085	5	delivered	2024-07-26T19:39:09Z
8856809640	SKU-7049	3	delivered	2024-07-27T18:39:21Z
4761446100	SKU-7052	4	returned	2024-07-28T07:38:56Z
6659781315	SKU-7047	7	delivered	2024-07-29T03:28:44Z
6671653677	SKU-7088	9	delivered	2024-07-30T10:39:06Z
9413720877	SKU-7066	1	returned	2024-07-31T15:27:04Z
9834217794	SKU-7065	6	picked	2024-08-01T13:57:21Z
9883543737	SKU-7021	2	sent	2024-08-02T04:31:59Z
6857521209	SKU-7053	6	returned	2024-08-03T02:41:01Z
4510320700	SKU-7076	6	sent	2024-08-04T23:23:18Z
4151397756	SKU-7098	1	delivered	2024-08-05T03:00:18Z
2908428464	SKU-7096	1	sent	2024-08-06T05:29:13Z
7648993712	SKU-7067	8	returned	2024-08-07T14:42:51Z
5241952953	SKU-7019	2	picked	2024-08-08T12:04:38Z
2994385151	SKU-7088	2	picked	2024-08-09T04:05:54Z
7170384265	SKU-7035	11	sent	2024-08-10T06:56:14Z
9463571058	SKU-7076	2	delivered	2024-08-11T11:23:30Z
3230183242	SKU-7012	8	sent	2024-08-12T09:20:34Z
3258643338	SKU-7109	11	sent	2024-08-13T23:48:00Z
8909507791	SKU-7053	8	sent	2024-08-14T10:52:13Z
3707218787	SKU-7108	9	picked	2024-08-15T10:17:24Z
6183553840	SKU-7094	8	picked	2024-08-16T04:44:47Z
6517837941	SKU-7067	9	picked	2024-08-17T08:08:47Z
7911489227	SKU-7080	11	returned	2024-08-18T20:58:52Z
2723556614	SKU-7072	3	sent	2024-08-19T00:38:06Z
1033993945	SKU-7001	7	sent	2024-08-20T07:16:10Z
1806496815	SKU-7110	6	returned	2024-08-21T08:38:57Z
5264511764	SKU-7085	11	sent	2024-08-22T10:36:16Z
5737009493	SKU-7104	8	picked	2024-08-23T00:41:54Z
9486664501	SKU-7074	8	delivered	2024-08-24T00:16:50Z
9437028624	SKU-7113	10	picked	2024-08-25T12:41:28Z
7489206951	SKU-7087	6	sent	2024-08-26T20:36:42Z
3230024362	SKU-7000	3	returned	2024-08-27T08:46:55Z
7673700976	SKU-7005	6	sent	2024-08-28T11:14:17Z
1565702985	SKU-7034	10	sent	2024-08-29T22:59:13Z
7968892031	SKU-7047	9	picked	2024-08-30T17:25:26Z
6838637713	SKU-7032	2	picked	2024-08-31T23:21:34Z
1737474437	SKU-7105	11	picked	2024-09-01T13:18:14Z
4130508257	SKU-7065	6	returned	2024-09-02T19:12:34Z
2277039457	SKU-7042	5	returned	2024-09-03T16:09:53Z
1209299917	SKU-7110	4	picked	2024-09-04T15:10:15Z
5531223333	SKU-7009	10	delivered	2024-09-05T20:59:52Z
1725123005	SKU-7100	5	sent	2024-09-06T12:15:19Z
2088851587	SKU-7095	4	picked	2024-09-07T21:45:50Z
9775174688	SKU-7023	1	picked	2024-09-08T08:51:06Z
8934319033	SKU-7099	6	picked	2024-09-09T10:26:04Z
1311804274	SKU-7043	8	sent	2024-09-10T07:18:05Z
9959408540	SKU-7117	2	delivered	2024-09-11T11:21:37Z
1763670318	SKU-7061	6	returned	2024-09-12T07:25:46Z
1031907731	SKU-7036	4	sent	2024-09-13T05:04:44Z
1687183443	SKU-7028	2	picked	2024-09-14T14:51:40Z
5277118809	SKU-7019	1	delivered	2024-09-15T14:21:24Z
1148046348	SKU-7028	6	returned	2024-09-16T12:40:27Z
5754022142	SKU-7081	9	delivered	2024-09-17T09:55:20Z
9219430153	SKU-7073	6	returned	2024-09-18T20:34:20Z
8421626404	SKU-7001	10	returned	2024-09-19T11:58:42Z
3845470203	SKU-7032	3	delivered	2024-09-20T03:09:00Z
3884179419	SKU-7061	3	returned	2024-09-21T03:54:47Z
5323493003	SKU-7015	5	picked	2024-09-22T17:26:13Z
4157862808	SKU-7086	9	sent	2024-09-23T04:35:12Z
4164204983	SKU-7075	11	sent	2024-09-24T11:34:06Z
9643313621	SKU-7096	4	returned	2024-09-25T08:58:38Z
8789281345	SKU-7023	1	delivered	2024-09-26T08:51:20Z
4314400177	SKU-7029	9	sent	2024-09-27T15:42:47Z
1839333921	SKU-7005	9	sent	2024-09-28T08:47:49Z
4020187580	SKU-7080	10	sent	2024-09-29T23:02:53Z
9759830545	SKU-7001	10	returned	2024-09-30T15:01:09Z
9418507217	SKU-7091	8	sent	2024-10-01T00:51:11Z
6996662652	SKU-7062	11	returned	2024-10-02T07:59:30Z
5149728478	SKU-7020	6	delivered	2024-10-03T21:06:01Z
6919072387	SKU-7049	3	picked	2024-10-04T14:08:14Z
3092436665	SKU-7029	5	picked	2024-10-05T04:04:38Z
2235467927	SKU-7070	5	sent	2024-10-06T04:45:32Z
1740957857	SKU-7063	5	picked	2024-10-07T13:39:31Z
2003640648	SKU-7079	3	picked	2024-10-08T16:13:32Z
6336509699	SKU-7101	11	picked	2024-10-09T08:42:03Z
1331514119	SKU-7036	6	sent	2024-10-10T16:51:19Z
2653807070	SKU-7101	5	delivered	2024-10-11T02:25:46Z
4049594835	SKU-7068	11	delivered	2024-10-12T04:55:40Z
2893120900	SKU-7025	9	delivered	2024-10-13T01:40:24Z
6455229168	SKU-7069	6	returned	2024-10-14T04:54:15Z
9836285744	SKU-7032	4	sent	2024-10-15T20:39:11Z
5582298592	SKU-7105	2	returned	2024-10-16T04:59:54Z
3810321874	SKU-7031	8	delivered	2024-10-17T17:01:40Z
3883583378	SKU-7058	2	sent	2024-10-18T23:28:51Z
4877512086	SKU-7054	2	delivered	2024-10-19T03:18:57Z
9407779186	SKU-7115	1	sent	2024-10-20T03:35:49Z
3430070243	SKU-7022	7	returned	2024-10-21T21:16:07Z
3727277700	SKU-7032	8	returned	2024-10-22T13:53:14Z
5701769299	SKU-7001	4	delivered	2024-10-23T01:07:36Z
8196386159	SKU-7080	4	sent	2024-10-24T06:55:05Z
2385539348	SKU-7064	7	sent	2024-10-25T17:37:45Z
9419478176	SKU-7090	9	returned	2024-10-26T21:58:03Z
\.
CREATE TABLE telemetry (sensor text, at timestamptz, temperature float8, humidity float8, rpm int, ok boolean);
COPY telemetry FROM stdin;
plant-00	2024-01-01T18:11:54Z	23.55	36.3	1105	t
plant-01	2024-01-02T04:01:30Z	18.26	36.1	909	t
plant-02	2024-01-03T11:06:50Z	19.31	44.6	1172	t
plant-03	2024-01-04T04:48:08Z	23.67	56.2	980	t
plant-04	2024-01-05T19:33:02Z	23.25	48.5	1141	t
plant-05	2024-01-06T07:19:40Z	22.53	57.9	1193	t
plant-06	2024-01-07T12:13:42Z	17.6	60.6	1061	t
plant-07	2024-01-08T02:08:06Z	23.98	64.1	1219	t
plant-08	2024-01-09T06:14:20Z	28.97	69.8	1170	t
plant-09	2024-01-10T22:20:20Z	18.65	68.1	1336	t
plant-10	2024-01-11T08:18:16Z	20.52	44.0	1402	t
plant-11	2024-01-12T07:06:16Z	18.4	55.1	1376	t
plant-00	2024-01-13T10:50:10Z	21.69	33.0	1114	t
plant-01	2024-01-14T19:45:25Z	22.09	66.3	1193	t
plant-02	2024-01-15T16:34:41Z	27.84	68.7	1232	t
plant-03	2024-01-16T23:06:46Z	22.04	64.5	955	t
plant-04	2024-01-17T09:00:18Z	15.42	34.9	1352	t
plant-05	2024-01-18T21:28:40Z	26.27	33.6	1268	t
plant-06	2024-01-19T18:38:43Z	21.38	57.5	1357	t
plant-07	2024-01-20T23:06:52Z	21.75	54.7	1456	t
plant-08	2024-01-21T04:21:19Z	19.69	36.2	1156	t
plant-09	2024-01-22T22:56:16Z	22.46	37.4	920	t
plant-10	2024-01-23T08:46:34Z	16.26	42.2	1039	t
plant-11	2024-01-24T23:54:44Z	20.95	61.3	982	t
plant-00	2024-01-25T14:37:04Z	19.42	36.7	1175	t
plant-01	2024-01-26T22:35:56Z	18.4	41.0	975	t
plant-02	2024-01-27T23:27:47Z	19.96	47.2	972	t
plant-03	2024-01-28T00:18:37Z	23.87	63.5	1120	t
plant-04	2024-01-29T22:16:41Z	19.36	51.2	1114	t
plant-05	2024-01-30T07:53:28Z	25.5	54.1	1079	t
plant-06	2024-01-01T11:13:40Z	24.38	55.8	1008	t
plant-07	2024-01-02T01:11:47Z	20.82	53.7	1002	t
plant-08	2024-01-03T18:39:46Z	23.45	69.0	1097	t
plant-09	2024-01-04T00:28:34Z	20.66	59.2	1335	t
plant-10	2024-01-05T21:31:10Z	25.36	41.8	1422	t
plant-11	2024-01-06T10:14:39Z	21.6	66.9	936	t
plant-00	2024-01-07T08:38:49Z	25.4	50.6	1120	t
plant-01	2024-01-08T10:32:37Z	14.92	68.8	1388	t
plant-02	2024-01-09T08:27:06Z	16.5	58.6	1057	t
plant-03	2024-01-10T19:12:37Z	21.48	63.9	1113	t
plant-04	2024-01-11T19:59:48Z	18.85	56.4	1250	t
plant-05	2024-01-12T09:26:13Z	19.97	67.0	1445	t
plant-06	2024-01-13T16:11:29Z	16.69	63.9	1044	t
plant-07	2024-01-14T10:21:04Z	26.7	47.3	945	t
plant-08	2024-01-15T21:24:10Z	28.06	45.6	1392	t
plant-09	2024-01-16T19:26:46Z	21.3	41.0	1270	t
plant-10	2024-01-17T16:22:32Z	19.79	66.5	1480	t
plant-11	2024-01-18T15:51:52Z	20.26	43.6	1073	t
plant-00	2024-01-19T22:52:04Z	26.14	33.8	984	t
plant-01	2024-01-20T16:44:09Z	22.64	68.2	1161	t
plant-02	2024-01-21T11:10:42Z	19.86	60.2	1162	t
plant-03	2024-01-22T13:05:58Z	19.36	47.8	1089	t
plant-04	2024-01-23T13:16:13Z	17.84	32.4	1126	t
plant-05	2024-01-24T23:14:08Z	19.8	44.5	1081	t
plant-06	2024-01-25T18:23:08Z	15.39	59.9	905	t
plant-07	2024-01-26T07:31:56Z	21.51	42.3	1460	t
plant-08	2024-01-27T09:25:14Z	24.82	62.1	1331	t
plant-09	2024-01-28T23:53:57Z	20.77	61.0	1024	t
plant-10	2024-01-29T06:18:18Z	14.54	51.0	1012	t
plant-11	2024-01-30T10:48:53Z	23.39	30.6	921	t
plant-00	2024-01-01T13:35:46Z	23.95	68.6	1144	t
plant-01	2024-01-02T01:52:11Z	14.65	42.0	1182	t
plant-02	2024-01-03T21:41:45Z	24.43	60.9	1469	t
plant-03	2024-01-04T07:32:28Z	20.12	57.2	1221	t
plant-04	2024-01-05T14:29:46Z	17.09	38.4	1344	t
plant-05	2024-01-06T22:42:35Z	19.76	34.3	1245	t
plant-06	2024-01-07T21:52:26Z	17.28	64.2	1303	t
plant-07	2024-01-08T03:18:37Z	21.05	43.0	1139	t
plant-08	2024-01-09T07:35:26Z	20.82	47.3	1170	t
plant-09	2024-01-10T07:54:12Z	18.28	69.2	1301	t
plant-10	2024-01-11T12:17:20Z	21.78	32.9	1391	t
plant-11	2024-01-12T20:21:11Z	24.0	34.2	911	t
plant-00	2024-01-13T21:00:17Z	18.96	50.5	1407	t
plant-01	2024-01-14T17:00:12Z	20.25	37.4	1315	t
plant-02	2024-01-15T09:36:11Z	20.14	69.6	908	t
plant-03	2024-01-16T13:05:44Z	15.21	69.6	1140	t
plant-04	2024-01-17T21:22:49Z	23.92	37.3	1428	t
plant-05	2024-01-18T13:05:37Z	24.78	32.1	1363	t
plant-06	2024-01-19T10:55:52Z	24.12	61.9	976	t
plant-07	2024-01-20T21:26:04Z	23.92	60.1	1093	t
plant-08	2024-01-21T17:07:13Z	20.45	64.3	1290	t
plant-09	2024-01-22T22:59:14Z	22.88	39.6	1129	t
plant-10	2024-01-23T02:07:00Z	21.31	41.0	905	t
plant-11	2024-01-24T20:23:29Z	24.17	39.7	1096	t
plant-00	2024-01-25T09:19:31Z	20.73	35.6	958	f
plant-01	2024-01-26T03:05:10Z	21.86	68.8	1488	t
plant-02	2024-01-27T22:33:06Z	23.61	37.7	975	t
plant-03	2024-01-28T04:34:01Z	23.92	50.4	1405	t
plant-04	2024-01-29T21:54:53Z	18.1	39.5	1244	t
plant-05	2024-01-30T23:27:11Z	20.9	31.6	1053	t
plant-06	2024-01-01T05:42:47Z	24.72	65.1	1187	t
plant-07	2024-01-02T19:57:50Z	18.01	31.5	1071	t
plant-08	2024-01-03T03:56:21Z	24.9	64.6	1241	t
plant-09	2024-01-04T09:44:23Z	22.28	31.3	1130	t
plant-10	2024-01-05T02:18:36Z	18.18	60.2	1033	t
plant-11	2024-01-06T12:33:51Z	25.35	52.2	1246	t
plant-00	2024-01-07T14:37:05Z	16.4	69.1	1191	t
plant-01	2024-01-08T08:45:15Z	18.51	39.4	1366	t
plant-02	2024-01-09T06:30:10Z	21.11	51.0	1081	t
plant-03	2024-01-10T07:13:06Z	19.76	60.2	1238	t
plant-04	2024-01-11T15:01:26Z	17.21	53.4	1069	t
plant-05	2024-01-12T21:31:39Z	22.0	44.3	1022	t
plant-06	2024-01-13T16:27:11Z	16.98	31.7	1208	t
plant-07	2024-01-14T03:53:09Z	20.17	68.6	1159	t
plant-08	2024-01-15T00:40:07Z	16.64	42.3	1013	t
plant-09	2024-01-16T05:51:00Z	25.42	68.3	1261	t
plant-10	2024-01-17T22:32:40Z	18.99	46.4	1489	t
plant-11	2024-01-18T13:48:09Z	20.11	41.8	1290	t
plant-00	2024-01-19T23:29:41Z	21.96	39.1	1246	t
plant-01	2024-01-20T04:59:17Z	21.46	47.4	1421	t
plant-02	2024-01-21T03:49:54Z	27.35	34.6	1360	t
plant-03	2024-01-22T21:19:35Z	20.56	64.8	1178	t
plant-04	2024-01-23T15:09:33Z	22.34	46.5	1187	t
plant-05	2024-01-24T19:54:52Z	23.1	57.4	949	t
plant-06	2024-01-25T10:16:16Z	21.62	55.2	1074	t
plant-07	2024-01-26T07:19:43Z	20.02	31.5	1336	t
plant-08	2024-01-27T15:38:14Z	20.7	34.9	1266	t
plant-09	2024-01-28T22:16:20Z	19.34	46.0	1221	t
plant-10	2024-01-29T10:35:01Z	19.15	50.5	1023	t
plant-11	2024-01-30T03:28:45Z	17.86	49.7	1357	t
plant-00	2024-01-01T14:28:55Z	19.97	43.1	928	t
plant-01	2024-01-02T01:37:57Z	20.38	63.3	1138	t
plant-02	2024-01-03T12:34:28Z	11.73	62.7	1417	t
plant-03	2024-01-04T10:59:25Z	18.55	54.4	1350	t
plant-04	2024-01-05T22:10:24Z	19.37	44.3	1375	t
plant-05	2024-01-06T09:20:23Z	17.84	61.8	1032	t
plant-06	2024-01-07T23:42:34Z	27.58	62.5	1115	t
plant-07	2024-01-08T16:25:39Z	23.64	39.7	1423	t
plant-08	2024-01-09T09:32:02Z	23.15	51.5	1090	t
plant-09	2024-01-10T17:54:25Z	21.52	64.7	1280	t
plant-10	2024-01-11T06:19:23Z	21.09	66.9	904	t
plant-11	2024-01-12T14:12:25Z	18.26	42.0	934	t
plant-00	2024-01-13T23:36:19Z	21.58	32.2	925	t
plant-01	2024-01-14T09:41:27Z	16.65	38.4	1265	t
plant-02	2024-01-15T11:56:08Z	18.76	58.4	1391	t
plant-03	2024-01-16T16:21:16Z	17.7	30.8	1077	t
plant-04	2024-01-17T13:09:21Z	20.81	51.2	1077	t
plant-05	2024-01-18T06:41:40Z	13.37	61.9	1098	t
plant-06	2024-01-19T19:34:35Z	24.39	69.7	1109	t
plant-07	2024-01-20T04:41:36Z	26.93	48.4	1349	t
plant-08	2024-01-21T17:39:18Z	22.86	49.0	1184	t
plant-09	2024-01-22T02:03:50Z	21.78	49.0	995	t
plant-10	2024-01-23T16:53:26Z	23.54	59.9	1442	t
plant-11	2024-01-24T09:57:27Z	22.76	52.2	1332	t
plant-00	2024-01-25T09:49:34Z	13.05	47.5	927	t
plant-01	2024-01-26T07:32:25Z	20.0	35.3	1045	t
plant-02	2024-01-27T18:48:31Z	21.57	59.7	1105	t
plant-03	2024-01-28T04:43:44Z	20.98	59.8	979	t
plant-04	2024-01-29T17:41:55Z	20.87	57.8	1097	t
plant-05	2024-01-30T21:37:40Z	24.91	66.5	1279	t
plant-06	2024-01-01T02:33:24Z	23.06	32.2	915	t
plant-07	2024-01-02T08:25:36Z	19.21	45.0	1335	t
plant-08	2024-01-03T23:12:33Z	17.55	51.1	1381	t
plant-09	2024-01-04T05:15:50Z	22.35	67.4	900	f
plant-10	2024-01-05T18:16:54Z	20.24	42.6	992	t
plant-11	2024-01-06T06:33:51Z	22.04	66.6	1400	t
plant-00	2024-01-07T12:29:31Z	18.86	49.8	1449	t
plant-01	2024-01-08T06:52:48Z	21.53	69.7	1331	t
plant-02	2024-01-09T12:52:48Z	18.31	48.4	1364	t
plant-03	2024-01-10T14:06:58Z	28.01	48.8	904	t
plant-04	2024-01-11T19:48:05Z	24.93	52.3	1344	t
plant-05	2024-01-12T08:22:36Z	20.85	36.1	1293	t
plant-06	2024-01-13T04:59:11Z	18.91	65.8	1116	t
plant-07	2024-01-14T22:20:26Z	19.6	58.8	1250	t
plant-08	2024-01-15T14:01:35Z	20.86	33.3	1360	t
plant-09	2024-01-16T11:12:17Z	21.98	58.3	1055	t
plant-10	2024-01-17T18:50:46Z	21.98	46.8	954	t
plant-11	2024-01-18T19:19:02Z	20.93	67.2	1219	t
plant-00	2024-01-19T19:08:22Z	20.73	58.5	1334	t
plant-01	2024-01-20T14:44:23Z	24.2	61.8	1304	t
plant-02	2024-01-21T00:49:53Z	23.96	40.7	1004	t
plant-03	2024-01-22T18:36:06Z	15.88	65.0	1197	t
plant-04	2024-01-23T20:27:13Z	22.35	53.5	1451	t
plant-05	2024-01-24T16:33:10Z	26.86	34.9	996	t
plant-06	2024-01-25T16:13:02Z	21.64	50.4	1256	t
plant-07	2024-01-26T22:04:19Z	18.86	57.4	1137	t
plant-08	2024-01-27T15:40:37Z	21.78	47.9	1212	t
plant-09	2024-01-28T23:10:57Z	21.63	67.7	946	t
plant-10	2024-01-29T20:10:46Z	21.22	66.0	942	t
plant-11	2024-01-30T21:52:37Z	22.23	65.1	1009	t
plant-00	2024-01-01T11:07:35Z	20.63	57.0	1058	t
plant-01	2024-01-02T09:07:57Z	17.85	69.6	1020	t
plant-02	2024-01-03T15:02:25Z	19.49	41.5	1471	t
plant-03	2024-01-04T02:07:38Z	23.81	56.7	1128	t
plant-04	2024-01-05T04:11:22Z	17.85	36.4	1188	t
plant-05	2024-01-06T22:55:41Z	20.32	67.5	1297	t
plant-06	2024-01-07T20:03:30Z	19.36	58.1	1479	t
plant-07	2024-01-08T19:52:41Z	20.95	39.3	1465	t
plant-08	2024-01-09T23:36:54Z	16.84	46.3	1477	t
plant-09	2024-01-10T04:15:58Z	23.71	55.5	1122	t
plant-10	2024-01-11T03:02:05Z	18.62	69.7	1207	t
plant-11	2024-01-12T06:33:35Z	19.76	56.5	951	t
plant-00	2024-01-13T14:40:20Z	18.37	53.6	1375	t
plant-01	2024-01-14T01:57:50Z	23.59	35.5	939	t
plant-02	2024-01-15T10:58:52Z	21.23	46.9	1049	t
plant-03	2024-01-16T17:01:43Z	20.84	42.0	1290	t
plant-04	2024-01-17T01:01:15Z	19.24	43.5	1362	t
plant-05	2024-01-18T12:56:53Z	17.52	69.2	1346	t
plant-06	2024-01-19T19:38:23Z	20.41	54.4	1325	t
plant-07	2024-01-20T20:58:02Z	21.01	43.3	1174	t
plant-08	2024-01-21T07:13:46Z	22.97	64.1	1488	t
plant-09	2024-01-22T02:42:37Z	26.38	50.5	977	t
plant-10	2024-01-23T01:03:49Z	21.17	44.5	1484	t
plant-11	2024-01-24T17:22:07Z	25.18	33.5	1100	t
plant-00	2024-01-25T02:14:31Z	22.22	52.6	987	t
plant-01	2024-01-26T11:16:23Z	23.37	36.2	1434	t
plant-02	2024-01-27T00:24:54Z	23.44	47.9	1406	t
plant-03	2024-01-28T22:52:50Z	19.93	47.3	1077	t
plant-04	2024-01-29T01:24:51Z	24.48	68.2	913	t
plant-05	2024-01-30T04:01:58Z	18.37	36.5	1334	t
plant-06	2024-01-01T16:43:00Z	18.94	53.1	933	t
plant-07	2024-01-02T03:47:36Z	22.64	60.2	1221	t
plant-08	2024-01-03T20:08:16Z	20.29	48.0	1278	t
plant-09	2024-01-04T16:12:16Z	22.88	33.6	1072	t
plant-10	2024-01-05T03:06:18Z	22.97	33.2	1167	t
plant-11	2024-01-06T14:43:59Z	22.65	36.9	1476	t
plant-00	2024-01-07T22:26:03Z	20.23	36.4	1217	t
plant-01	2024-01-08T09:54:41Z	23.27	30.9	935	t
plant-02	2024-01-09T20:58:54Z	18.06	43.8	1272	t
plant-03	2024-01-10T14:48:26Z	18.82	61.7	1340	t
plant-04	2024-01-11T23:40:11Z	23.63	53.5	980	t
plant-05	2024-01-12T09:18:02Z	21.03	60.2	1117	t
plant-06	2024-01-13T03:05:13Z	21.53	46.2	1033	t
plant-07	2024-01-14T06:07:47Z	25.95	56.5	1044	t
plant-08	2024-01-15T05:51:03Z	19.14	38.2	1258	t
plant-09	2024-01-16T03:20:45Z	19.81	35.3	1040	t
plant-10	2024-01-17T17:46:56Z	23.93	38.8	1277	t
plant-11	2024-01-18T09:13:20Z	23.9	57.2	1020	t
plant-00	2024-01-19T01:41:08Z	21.77	58.5	1138	t
plant-01	2024-01-20T02:20:11Z	21.39	61.6	1400	t
plant-02	2024-01-21T09:27:42Z	23.3	62.4	1494	t
plant-03	2024-01-22T03:36:42Z	22.57	52.6	1167	t
plant-04	2024-01-23T02:26:47Z	19.45	68.8	1241	t
plant-05	2024-01-24T10:15:51Z	21.61	62.5	909	t
plant-06	2024-01-25T18:15:52Z	21.39	30.7	946	t
plant-07	2024-01-26T09:48:08Z	20.86	35.5	1388	t
plant-08	2024-01-27T18:17:55Z	28.38	35.9	1488	t
plant-09	2024-01-28T11:04:02Z	18.35	49.8	1155	t
plant-10	2024-01-29T15:01:50Z	19.04	43.1	1216	t
plant-11	2024-01-30T08:42:58Z	17.42	46.8	1047	t
plant-00	2024-01-01T03:54:51Z	18.41	48.8	1351	t
plant-01	2024-01-02T08:13:44Z	26.03	49.4	1198	t
plant-02	2024-01-03T07:15:30Z	20.13	48.8	1048	t
plant-03	2024-01-04T18:50:05Z	27.57	59.2	1132	t
plant-04	2024-01-05T10:45:16Z	26.78	67.7	1182	t
plant-05	2024-01-06T20:51:27Z	15.86	51.8	1076	t
plant-06	2024-01-07T02:19:28Z	25.38	51.6	1265	t
plant-07	2024-01-08T11:10:19Z	22.78	40.6	1316	t
plant-08	2024-01-09T00:20:32Z	19.37	65.1	1186	t
plant-09	2024-01-10T20:39:14Z	25.01	38.0	1415	t
plant-10	2024-01-11T13:41:50Z	24.0	51.3	1078	t
plant-11	2024-01-12T07:51:50Z	20.31	49.6	1437	t
plant-00	2024-01-13T04:46:29Z	27.06	47.0	1345	t
plant-01	2024-01-14T03:11:39Z	17.3	65.8	1327	t
plant-02	2024-01-15T18:01:37Z	20.2	57.6	1123	f
plant-03	2024-01-16T12:51:08Z	27.98	48.8	989	t
plant-04	2024-01-17T08:46:12Z	22.29	35.8	1345	t
plant-05	2024-01-18T21:50:03Z	27.17	64.4	1048	t
plant-06	2024-01-19T06:37:34Z	15.06	54.7	1171	t
plant-07	2024-01-20T20:58:58Z	20.25	59.5	1117	t
plant-08	2024-01-21T02:56:57Z	22.18	35.8	1277	t
plant-09	2024-01-22T10:56:59Z	24.91	41.8	1338	t
plant-10	2024-01-23T11:11:01Z	17.04	61.1	1078	t
plant-11	2024-01-24T14:09:32Z	16.58	60.8	1115	t
plant-00	2024-01-25T00:56:48Z	18.61	39.6	1283	t
plant-01	2024-01-26T01:33:38Z	17.77	40.9	1238	t
plant-02	2024-01-27T23:21:29Z	19.43	56.5	1124	t
plant-03	2024-01-28T06:20:12Z	26.95	45.1	946	t
plant-04	2024-01-29T02:24:25Z	18.36	69.2	1348	t
plant-05	2024-01-30T08:38:24Z	22.31	68.7	1368	t
plant-06	2024-01-01T17:48:19Z	14.42	49.9	1416	t
plant-07	2024-01-02T13:29:28Z	21.8	36.6	1088	t
plant-08	2024-01-03T21:00:48Z	19.93	43.8	1271	t
plant-09	2024-01-04T12:35:08Z	25.67	51.5	1448	f
plant-10	2024-01-05T01:20:22Z	21.81	47.3	1113	t
plant-11	2024-01-06T17:33:16Z	22.1	69.1	936	t
plant-00	2024-01-07T15:08:51Z	21.03	39.6	1032	t
plant-01	2024-01-08T20:43:31Z	16.73	33.2	926	t
plant-02	2024-01-09T13:21:31Z	20.62	41.1	1430	t
plant-03	2024-01-10T08:55:37Z	18.85	63.1	970	t
plant-04	2024-01-11T13:49:19Z	20.22	66.3	1099	t
plant-05	2024-01-12T15:19:27Z	18.85	46.3	1285	t
plant-06	2024-01-13T07:41:39Z	22.34	54.7	1301	t
plant-07	2024-01-14T08:28:48Z	26.63	51.0	1249	t
plant-08	2024-01-15T22:44:53Z	23.06	58.9	1187	t
plant-09	2024-01-16T16:44:41Z	20.37	40.4	993	t
plant-10	2024-01-17T18:59:08Z	20.24	49.0	977	t
plant-11	2024-01-18T09:48:56Z	20.05	51.8	1292	t
plant-00	2024-01-19T23:24:39Z	22.56	54.3	1439	t
plant-01	2024-01-20T08:03:03Z	18.7	63.1	1098	t
plant-02	2024-01-21T22:51:08Z	17.07	32.6	1007	t
plant-03	2024-01-22T20:58:02Z	22.82	32.3	1199	t
plant-04	2024-01-23T13:41:35Z	23.01	68.8	1181	t
plant-05	2024-01-24T22:37:59Z	26.77	69.4	1290	t
plant-06	2024-01-25T18:10:16Z	17.17	38.2	1003	t
plant-07	2024-01-26T12:36:05Z	24.61	55.7	1372	t
plant-08	2024-01-27T09:54:18Z	19.01	31.4	1460	t
plant-09	2024-01-28T08:59:07Z	27.0	66.6	1342	t
plant-10	2024-01-29T02:37:13Z	23.21	35.3	1023	t
plant-11	2024-01-30T05:58:42Z	17.38	59.5	1435	t
\.
ANALYZE;
