// The page: shows what the API answers and sends what people write. What comes from networks is only ever set as text.

const WORDS = {
  en: {
    skip: 'Skip to the conversations', loginIntro: 'Conversations, publications and figures of all your accounts.',
    email: 'E-mail', password: 'Password', logIn: 'Log in', logOut: 'Log out', workspace: 'Workspace', networks: 'Networks',
    overview: 'Overview', conversations: 'Latest conversations', awaitingOnly: 'Awaiting', clear: 'Clear',
    more: 'Show more', chooseConversation: 'Choose a conversation to read it and answer.', back: 'Back',
    moreMessages: 'Later messages', yourAnswer: 'Your answer', send: 'Send', accounts: 'Accounts', account: 'Account',
    findAccount: 'Find an account', find: 'Find', state: 'State', received: 'Received', answered: 'Answered', awaiting: 'Awaiting',
    median: 'Median', within24: 'Within 24 h', publications: 'Latest publications', live: 'Live', notLive: 'Reconnecting',
    onlyAccount: 'Only {0}', waits: 'waits {0}', toWhom: 'To {0}', ofReceived: 'of {0} received', oldest: 'oldest {0}',
    mayNotAnswer: 'You may read this conversation; answering needs the role of an editor.',
    nothingToAnswer: 'Nothing here can be answered.', sent: 'Your answer is on its way.',
    noAccounts: 'No account is linked yet', noAccountsHow: 'Link one, and its conversations, posts and figures come here.',
    noConversations: 'No conversations yet', noConversationsHow: 'New ones appear here by themselves, as the networks deliver them.',
    filtered: 'No conversation matches', filteredHow: 'Show all again?', noneAwaiting: 'Nobody is waiting',
    noneAwaitingHow: 'Everything that came has been answered.', noAccountFound: 'No account has such a name.',
    noPublications: 'No publications yet', noPublicationsHow: 'What is published here or on the network itself appears here.',
    edited: 'edited', removed: 'removed', hidden: 'hidden', liked: 'liked', textRepaired: 'repaired: some characters could not be read', context: 'for context', onNetwork: 'Open',
    file: 'File', Image: 'Picture', Video: 'Film', Document: 'Document', answers: 'answers {0}', firstComment: 'First comment',
    threadPart: 'goes on', editing: 'being changed', noText: 'No text', erased: 'No longer kept: the network allows it for a while only',
    impressions: '{0} impressions', reach: '{0} reached', views: '{0} views', reactions: '{0} reactions', comments: '{0} comments', shares: '{0} shares',
    ahead: 'in {0}', newActivity: 'There is something new.', loggedOut: 'Your login has ended; please log in again.',
    unreachable: 'The platform does not answer just now. Trying again.', needBoth: 'Fill in e-mail and password.',
    relinkAsk: 'You were asked to link an account again. You authorise it on the page of its network.', relinkGo: 'Go to the network', relinkNot: 'Not now',
    accountsWell: 'Accounts in order', ofAll: 'of {0}', messages: '{0} messages', oneMessage: '1 message', native: 'written on {0}',
    DIRECT_MESSAGE: 'Direct message', COMMENT: 'Comment', MENTION: 'Mention', REVIEW: 'Review',
    OPEN: 'open', SNOOZED: 'snoozed', CLOSED: 'closed',
    STARTING: 'starting', READY: 'ready', DEGRADED: 'degraded', QUARANTINED: 'quarantined', DRAINING: 'draining',
    UNCONFIGURED: 'not set up', MISCONFIGURED: 'misconfigured', INCOMPATIBLE: 'incompatible', ABSENT: 'not installed',
    OK: 'in order', EXPIRING: 'expires soon', LIMITED: 'limited', PAUSED: 'paused', RELINK_REQUIRED: 'link again',
    WAITING: 'waiting to leave', SENDING: 'being sent', SENT: 'sent', UNKNOWN: 'being found out', FAILED: 'failed', HELD: 'needs a decision',
    DRAFT: 'draft', SCHEDULED: 'scheduled', PENDING_REMOTE: 'at the network', PUBLISHED: 'published',
    WAITING_FOR_NETWORK: 'waiting for the network', CANCELLED: 'cancelled', RETRACTED: 'taken back', GONE: 'gone',
  },
  fr: {
    skip: 'Aller aux conversations', loginIntro: 'Les conversations, publications et chiffres de tous vos comptes.',
    email: 'E-mail', password: 'Mot de passe', logIn: 'Se connecter', logOut: 'Se déconnecter', workspace: 'Espace de travail',
    networks: 'Réseaux', overview: 'Vue d’ensemble', conversations: 'Dernières conversations', awaitingOnly: 'En attente',
    clear: 'Effacer', more: 'En voir plus', chooseConversation: 'Choisissez une conversation pour la lire et y répondre.',
    back: 'Retour', moreMessages: 'Messages suivants', yourAnswer: 'Votre réponse', send: 'Envoyer', accounts: 'Comptes',
    account: 'Compte', findAccount: 'Chercher un compte', find: 'Chercher', state: 'État', received: 'Reçus', answered: 'Répondus',
    awaiting: 'En attente', median: 'Médiane', within24: 'Sous 24 h', publications: 'Dernières publications', live: 'En direct',
    notLive: 'Reconnexion', onlyAccount: 'Seulement {0}', waits: 'attend depuis {0}', toWhom: 'À {0}',
    ofReceived: 'sur {0} reçus', oldest: 'le plus ancien {0}',
    mayNotAnswer: 'Vous pouvez lire cette conversation ; y répondre demande le rôle d’éditeur.',
    nothingToAnswer: 'Rien ici n’appelle de réponse.', sent: 'Votre réponse est en route.',
    noAccounts: 'Aucun compte relié pour l’instant', noAccountsHow: 'Reliez-en un : ses conversations, publications et chiffres arriveront ici.',
    noConversations: 'Pas encore de conversation', noConversationsHow: 'Elles apparaîtront ici d’elles-mêmes, dès que les réseaux les livrent.',
    filtered: 'Aucune conversation ne correspond', filteredHow: 'Tout afficher à nouveau ?', noneAwaiting: 'Personne n’attend',
    noneAwaitingHow: 'Tout ce qui est arrivé a reçu une réponse.', noAccountFound: 'Aucun compte ne porte ce nom.',
    noPublications: 'Pas encore de publication', noPublicationsHow: 'Ce qui est publié ici ou sur le réseau même apparaîtra ici.',
    edited: 'modifié', removed: 'supprimé', hidden: 'masqué', liked: 'aimé', textRepaired: 'réparé : certains caractères étaient illisibles', context: 'pour le contexte', onNetwork: 'Ouvrir',
    file: 'Fichier', Image: 'Image', Video: 'Vidéo', Document: 'Document', answers: 'répond à {0}', firstComment: 'Premier commentaire',
    threadPart: 'suite', editing: 'en cours de modification', noText: 'Sans texte', erased: 'Effacé : le réseau ne permet de le garder qu’un temps',
    impressions: '{0} impressions', reach: '{0} personnes touchées', views: '{0} vues', reactions: '{0} réactions', comments: '{0} commentaires', shares: '{0} partages',
    ahead: 'dans {0}', newActivity: 'Il y a du nouveau.', loggedOut: 'Votre session est terminée ; veuillez vous reconnecter.',
    unreachable: 'La plateforme ne répond pas pour l’instant. Nouvel essai en cours.', needBoth: 'Indiquez l’e-mail et le mot de passe.',
    relinkAsk: 'On vous a demandé de relier à nouveau un compte. Vous l’autorisez sur la page de son réseau.', relinkGo: 'Aller sur le réseau', relinkNot: 'Pas maintenant',
    accountsWell: 'Comptes en ordre', ofAll: 'sur {0}', messages: '{0} messages', oneMessage: '1 message', native: 'écrite sur {0}',
    DIRECT_MESSAGE: 'Message privé', COMMENT: 'Commentaire', MENTION: 'Mention', REVIEW: 'Avis',
    OPEN: 'ouverte', SNOOZED: 'en veille', CLOSED: 'close',
    STARTING: 'démarre', READY: 'prêt', DEGRADED: 'dégradé', QUARANTINED: 'en quarantaine', DRAINING: 's’arrête',
    UNCONFIGURED: 'pas encore configuré', MISCONFIGURED: 'mal configuré', INCOMPATIBLE: 'incompatible', ABSENT: 'non installé',
    OK: 'en ordre', EXPIRING: 'expire bientôt', LIMITED: 'limité', PAUSED: 'en pause', RELINK_REQUIRED: 'à relier',
    WAITING: 'va partir', SENDING: 'envoi en cours', SENT: 'envoyé', UNKNOWN: 'vérification en cours', FAILED: 'échec', HELD: 'à décider',
    DRAFT: 'brouillon', SCHEDULED: 'planifiée', PENDING_REMOTE: 'chez le réseau', PUBLISHED: 'publiée',
    WAITING_FOR_NETWORK: 'attend le réseau', CANCELLED: 'annulée', RETRACTED: 'retirée', GONE: 'disparue',
  },
};

const TONES = {
  good: ['READY', 'OK', 'PUBLISHED', 'SENT'],
  warn: ['STARTING', 'DEGRADED', 'DRAINING', 'EXPIRING', 'LIMITED', 'PAUSED', 'UNKNOWN', 'WAITING_FOR_NETWORK', 'HELD'],
  bad: ['QUARANTINED', 'MISCONFIGURED', 'INCOMPATIBLE', 'ABSENT', 'RELINK_REQUIRED', 'FAILED', 'GONE'],
};

let language = chosenLanguage();
let me = null;
let accounts = new Map();
let figures = new Map();
let networks = new Map();
let list = { items: [], next: null, account: null };
let thread = null;
// The conversation the person chose last: what was asked for before and comes late is dropped.
let wanted = null;
let live = null;
const drafts = new Map();

// ---- words and numbers

function chosenLanguage() {
  const kept = localStorage.getItem('parvis.language');
  const wanted = [kept, ...(navigator.languages || [])].map((tag) => String(tag).slice(0, 2));
  return wanted.find((tag) => tag in WORDS) || 'en';
}

function word(key, ...values) {
  const text = WORDS[language][key] ?? key;
  return values.reduce((filled, value, i) => filled.replace(`{${i}}`, value), text);
}

const number = (value) => new Intl.NumberFormat(language).format(value);
const percent = (share) => new Intl.NumberFormat(language, { style: 'percent' }).format(share);
const when = (time) => new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(time));
const tone = (state) => Object.keys(TONES).find((name) => TONES[name].includes(state)) || 'none';

const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

function duration(seconds) {
  if (seconds === null || seconds === undefined) return '–';
  const [unit, length] = UNITS.find(([, size]) => seconds >= size) || UNITS[3];
  const value = seconds / length;
  return new Intl.NumberFormat(language, {
    style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: value < 10 && unit !== 'second' ? 1 : 0,
  }).format(value);
}

const since = (time) => Math.max(0, (Date.now() - new Date(time)) / 1000);
const age = (time) => (new Date(time) > Date.now() + 1000
  ? word('ahead', duration(Math.floor((new Date(time) - Date.now()) / 1000))) : duration(Math.floor(since(time))));

// ---- the document

const at = (id) => document.getElementById(id);

/** An element; texts among the children become text nodes, never markup. */
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

function time(instant) {
  return make('time', { datetime: instant, title: when(instant), class: 'age' }, age(instant));
}

const stateMark = (state, reason) => make('span', { class: 'state', 'data-tone': tone(state), title: reason }, word(state));

const MARKS = { facebook: 'f', instagram: 'ig', linkedin: 'in', twitter: 'X', youtube: '▶' };

/** A network in a letter or two; whoever does not see the colour hears or hovers the name. */
function networkMark(network, about = '') {
  const name = networks.get(network)?.displayName ?? network ?? '…';
  return make('span', { class: `net net-${network in MARKS ? network : 'other'} ${about}`.trim(), title: name },
    make('span', { 'aria-hidden': 'true' }, MARKS[network] ?? name.slice(0, 1)), make('span', { class: 'unseen' }, name));
}

/** A handle as people write it; some networks have none, and give a number or the name once more. */
function handle(someone) {
  const text = someone?.handle ?? '';
  return !text || /^[\d-]+$|\s/.test(text) || text === someone.displayName || someone.id?.endsWith(text) ? '' : `@${text.replace(/^@/, '')}`;
}

const called = (someone) => handle(someone) || someone?.displayName || '…';

function empty(id, title, how, action) {
  const place = at(id);
  place.hidden = !title;
  place.replaceChildren();
  if (title) place.append(make('b', {}, title), how || '', action ? make('br') : '', action || '');
}

/** A link that a network gave: only to the web, and telling it nothing about us. */
function outward(address, text) {
  if (!/^https?:\/\//i.test(address || '')) return null;
  return make('a', { href: address, target: '_blank', rel: 'noopener noreferrer nofollow' }, text);
}

function translate() {
  document.documentElement.lang = language;
  document.querySelectorAll('[data-word]').forEach((e) => { e.textContent = word(e.dataset.word); });
  document.querySelectorAll('[data-label]').forEach((e) => e.setAttribute('aria-label', word(e.dataset.label)));
  document.querySelectorAll('[data-hint]').forEach((e) => { e.placeholder = word(e.dataset.hint); });
  document.querySelectorAll('[data-language]').forEach((e) => e.setAttribute('aria-pressed', e.dataset.language === language));
  showLive();
  if (me) showAll();
}

let alertTimer;
function alertPerson(text) {
  at('alert').textContent = text;
  at('alert').hidden = false;
  clearTimeout(alertTimer);
  alertTimer = setTimeout(() => { at('alert').hidden = true; }, 8000);
}

function announce(text) {
  at('announcement').textContent = '';
  requestAnimationFrame(() => { at('announcement').textContent = text; });
}

// ---- the API

class Refusal extends Error {
  constructor(problem) {
    super(problem.detail || problem.title);
    this.status = problem.status;
  }
}

async function call(path, { method = 'GET', body, headers = {} } = {}) {
  const sent = { Accept: 'application/json', 'Accept-Language': language, ...headers };
  if (body !== undefined) sent['Content-Type'] = 'application/json';
  if (method !== 'GET' && me) sent['X-Parvis-CSRF'] = me.csrfToken;
  let answer;
  try {
    answer = await fetch(`/api/v1/${path}`, { method, headers: sent, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refusal({ status: 0, detail: word('unreachable') });
  }
  if (answer.ok) return answer.status === 204 ? null : answer.json();
  const problem = await answer.json().catch(() => ({ status: answer.status, detail: word('unreachable') }));
  if (answer.status === 401 && me) {
    endLogin(word('loggedOut'));
  }
  throw new Refusal(problem);
}

/** Runs an action of the page; what goes wrong is told to the person. */
async function attempt(action) {
  try {
    return await action();
  } catch (refusal) {
    if (!(refusal instanceof Refusal)) throw refusal;
    if (me) alertPerson(refusal.message);
    return null;
  }
}

async function all(path) {
  const items = [];
  let next = null;
  do {
    const page = await call(`${path}?limit=200${next ? `&after=${encodeURIComponent(next)}` : ''}`);
    items.push(...page.items);
    next = page.next;
  } while (next && items.length < 2000);
  return items;
}

// ---- login

async function begin() {
  try {
    me = await call('session');
  } catch (refusal) {
    if (refusal.status !== 401) alertPerson(refusal.message);
    showLogin();
    return;
  }
  at('login').hidden = true;
  at('app').hidden = false;
  at('person').textContent = me.name;
  listen();
  await Promise.all([loadWorkspaces(), loadAccounts(), loadList(), loadPublications()].map((work) => attempt(() => work)));
  await openFromAddress();
}

function showLogin(problem) {
  at('app').hidden = true;
  at('login').hidden = false;
  at('login-problem').hidden = !problem;
  at('login-problem').textContent = problem || '';
  at('login-form').elements.email.focus();
}

function endLogin(problem) {
  me = null;
  thread = null;
  wanted = null;
  live?.close();
  live = null;
  showLogin(problem);
}

at('login-form').addEventListener('submit', async (event) => {
  event.preventDefault();
  const { email, password } = event.target.elements;
  if (!email.value || !password.value) {
    showLogin(word('needBoth'));
    return;
  }
  const button = event.target.querySelector('.primary');
  button.disabled = true;
  try {
    await call('session', { method: 'POST', body: { email: email.value, password: password.value } });
    password.value = '';
    await begin();
  } catch (refusal) {
    showLogin(refusal.message);
  } finally {
    button.disabled = false;
  }
});

at('log-out').addEventListener('click', () => attempt(async () => {
  await call('session', { method: 'DELETE' });
  endLogin();
}));

async function loadWorkspaces() {
  const workspaces = await call('workspaces');
  at('workspace').replaceChildren(...workspaces.map((w) => make('option', { value: w.id, selected: w.id === me.workspace }, w.name)));
  at('workspace').disabled = workspaces.length < 2;
}

at('workspace').addEventListener('change', (event) => attempt(async () => {
  await call(`session/workspace/${event.target.value}`, { method: 'PUT' });
  location.hash = '';
  location.reload();
}));

// ---- networks, accounts, figures

async function loadAccounts() {
  const [found, times, nets] = await Promise.all([all('accounts'), call('analytics/response-times'), call('networks')]);
  accounts = new Map(found.map((account) => [account.id, account]));
  figures = new Map(times.map((figure) => [figure.account, figure]));
  networks = new Map(nets.map((network) => [network.id, network]));
  showAll();
}

function showAccounts() {
  at('networks').replaceChildren(...[...networks.values()].map((network) => make(
    'li', { class: 'chip', 'data-tone': tone(network.state), title: network.reason || word(network.state) },
    networkMark(network.id), make('span', { class: 'label', 'aria-hidden': 'true' }, network.displayName), make('span', { class: tone(network.state) === 'good' ? 'unseen' : 'quiet' }, word(network.state)))));
  showTotals();
  const sought = at('account-search').value.trim().toLocaleLowerCase(language);
  const shown = [...accounts.values()]
    .filter((a) => `${a.handle} ${a.displayName}`.toLocaleLowerCase(language).includes(sought))
    .sort((a, b) => (figures.get(b.id)?.awaiting ?? 0) - (figures.get(a.id)?.awaiting ?? 0) || a.handle.localeCompare(b.handle));
  at('accounts').replaceChildren(...shown.map(accountRow));
  if (!accounts.size) empty('accounts-empty', word('noAccounts'), word('noAccountsHow'));
  else empty('accounts-empty', shown.length ? null : word('noAccountFound'));
}

function showTotals() {
  const sum = (member) => [...figures.values()].reduce((total, figure) => total + figure[member], 0);
  const received = sum('received');
  const well = [...accounts.values()].filter((account) => account.state === 'OK').length;
  const share = received ? percent(sum('withinOneDay') / received) : '–';
  at('totals').replaceChildren(
    total('received', number(received)),
    total('within24', share, word('ofReceived', number(received))),
    total('awaiting', number(sum('awaiting'))),
    total('accountsWell', number(well), word('ofAll', number(accounts.size))));
}

const networkName = (account) => networks.get(account?.network)?.displayName ?? account?.network ?? '…';

const total = (key, value, note) => make('div', {}, make('dt', {}, word(key)), make('dd', {}, value, note ? make('small', {}, note) : ''));

function accountRow(account) {
  const figure = figures.get(account.id);
  const cell = (value) => make('td', { class: 'number' }, value);
  const value = (member) => cell(figure ? number(figure[member]) : '–');
  return make('tr', {},
    make('td', { class: 'account' }, networkMark(account.network),
      make('button', { type: 'button', onclick: () => attempt(() => filterBy(account.id)) }, account.displayName || account.handle),
      make('span', { class: 'quiet' }, [handle(account), networkName(account)].filter(Boolean).join(' · '))),
    make('td', {}, stateMark(account.state, account.reason)),
    value('received'), value('answered'), value('awaiting'), cell(duration(figure?.median)),
    cell(figure?.received ? percent(figure.withinOneDay / figure.received) : '–'));
}

at('account-search').addEventListener('input', showAccounts);

// ---- conversations

async function loadList(more) {
  const filters = new URLSearchParams({ limit: more ? 30 : Math.min(200, Math.max(30, list.items.length)) });
  if (at('awaiting-only').checked) filters.set('awaiting', 'true');
  if (list.account) filters.set('account', list.account);
  if (more) filters.set('after', list.next);
  const page = await call(`conversations?${filters}`);
  list.items = more ? [...list.items, ...page.items] : page.items;
  list.next = page.next;
  showList();
}

function showList() {
  const account = accounts.get(list.account);
  at('filter').hidden = !list.account;
  at('filter').firstElementChild.textContent = word('onlyAccount', account ? `${called(account)} · ${networkName(account)}` : '…');
  const focused = document.activeElement?.closest('#conversations a')?.dataset.id;
  at('conversations').replaceChildren(...list.items.map(conversationRow));
  if (focused) at('conversations').querySelector(`[data-id="${focused}"]`)?.focus();
  at('conversations-more').hidden = !list.next;
  const all = make('button', { type: 'button', class: 'plain', onclick: clearFilters }, word('clear'));
  if (list.items.length) empty('conversations-empty', null);
  else if (at('awaiting-only').checked) empty('conversations-empty', word('noneAwaiting'), word('noneAwaitingHow'), all);
  else if (list.account) empty('conversations-empty', word('filtered'), word('filteredHow'), all);
  else empty('conversations-empty', word('noConversations'), word('noConversationsHow'));
}

/** Whoever it is with; where nobody has said anything yet, it is the account's own. */
function whoseName(conversation) {
  const someone = conversation.participant ?? accounts.get(conversation.account);
  return someone?.displayName || someone?.handle || word(conversation.kind);
}

function conversationRow(conversation) {
  const author = conversation.participant;
  const account = accounts.get(conversation.account);
  const name = whoseName(conversation);
  return make('li', { class: conversation.unread ? 'unread' : null },
    make('a', {
      href: `#/conversation/${conversation.id}`, 'data-id': conversation.id,
      'aria-current': thread?.conversation.id === conversation.id ? 'true' : null,
    },
    avatar(name, author?.id ?? conversation.id, account),
    make('span', { class: 'name', dir: 'auto' }, name), time(conversation.lastItemAt),
    make('span', { class: 'snippet', dir: 'auto' }, conversation.snippet || word('noText')),
    make('span', { class: 'below' },
      make('span', {}, account ? `${called(account)} · ${word(conversation.kind)}` : word(conversation.kind)),
      conversation.awaitingSince ? make('span', { class: 'waits', title: when(conversation.awaitingSince) },
        word('waits', age(conversation.awaitingSince))) : '')));
}

function avatar(name, seed, account) {
  const letters = [...name.replace(/[^\p{L}\p{N} ]/gu, '').trim()];
  const hue = [...String(seed)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 997, 7) % 6;
  return make('span', { class: `avatar hue-${hue}` },
    make('span', { 'aria-hidden': 'true' }, (letters[0] ?? '·').toLocaleUpperCase(language)), account ? networkMark(account.network) : '');
}

async function filterBy(account) {
  list.account = account;
  list.items = [];
  await loadList();
  at('inbox').scrollIntoView({ block: 'start' });
  at('inbox').focus({ preventScroll: true });
}

function clearFilters() {
  at('awaiting-only').checked = false;
  list.account = null;
  list.items = [];
  attempt(() => loadList());
}

at('filter').lastElementChild.addEventListener('click', clearFilters);
at('awaiting-only').addEventListener('change', () => { list.items = []; attempt(() => loadList()); });
at('conversations-more').addEventListener('click', () => attempt(() => loadList(true)));

// ---- one conversation

/** A one-time address: what it carries leaves the address bar at once, and is spent only when the person says so. */
function offerRelink() {
  const token = /^#\/relink\/([\w-]+)$/.exec(location.hash)?.[1];
  if (!token) return;
  history.replaceState(null, '', location.pathname);
  const place = at('relink');
  const close = () => { place.hidden = true; place.replaceChildren(); };
  const go = make('button', { type: 'button', class: 'primary', onclick: () => attempt(async () => {
    go.disabled = true;
    try {
      const begun = await call('accounts/relinks', { method: 'POST', body: { token }, headers: { 'Idempotency-Key': crypto.randomUUID() } });
      location.assign(begun.authorizeAddress);
    } finally {
      close();
    }
  }) }, word('relinkGo'));
  place.replaceChildren(make('span', {}, word('relinkAsk')), go,
    make('button', { type: 'button', class: 'plain', onclick: close }, word('relinkNot')));
  place.hidden = false;
  go.focus();
}

async function openFromAddress() {
  if (me) offerRelink();
  const id = /^#\/conversation\/([\w-]+)$/.exec(location.hash)?.[1];
  if (!me) return;
  wanted = id ?? null;
  if (id) await attempt(() => openConversation(id));
  else closeConversation();
}

async function openConversation(id) {
  keepDraft();
  const conversation = await call(`conversations/${id}`);
  const opened = { conversation, items: [], next: null };
  await loadItems(opened);
  if (wanted !== id) return;
  const fresh = thread?.conversation.id !== id;
  thread = opened;
  showThread(fresh);
  showList();
  if (fresh) {
    at('thread-title').focus({ preventScroll: true });
    if (conversation.unread && mayAnswer(conversation)) {
      await call(`conversations/${id}`, { method: 'PATCH', body: { unread: false } });
      await loadList();
    }
  }
}

/** Oldest first; a long conversation is read on demand. */
async function loadItems(opened, pages = 5) {
  for (let page = 0; page < pages; page++) {
    const after = opened.next ? `&after=${encodeURIComponent(opened.next)}` : '';
    const answer = await call(`conversations/${opened.conversation.id}/items?limit=200${after}`);
    opened.items.push(...answer.items);
    opened.next = answer.next;
    if (!answer.next) return;
  }
}

const EDITING = ['EDITOR', 'MANAGER', 'OWNER'];

function mayAnswer(conversation) {
  const brand = accounts.get(conversation.account)?.brand;
  return me.rights.includes('ANSWER') || EDITING.includes(me.brandRoles[brand]);
}

function answerable() {
  return thread.items.filter((item) => item.role === 'RECEIVED' && !item.removed).pop();
}

function showThread(fresh) {
  const { conversation, items } = thread;
  const account = accounts.get(conversation.account);
  const author = conversation.participant;
  at('thread-empty').hidden = true;
  at('thread-open').hidden = false;
  at('inbox').classList.add('reading');
  at('thread-title').textContent = whoseName(conversation);
  at('thread-about').textContent = [
    author ? handle(author) : null, word(conversation.kind), account ? `→ ${called(account)} · ${networkName(account)}` : null,
    conversation.items === 1 ? word('oneMessage') : word('messages', number(conversation.items)), word(conversation.status),
  ].filter(Boolean).join(' · ');
  const atEnd = at('items').scrollTop + at('items').clientHeight >= at('items').scrollHeight - 40;
  const known = new Map(items.filter((item) => item.remoteId).map((item) => [item.remoteId, item]));
  at('items').replaceChildren(...items.map((item, index) => itemRow(item, known.get(item.inReplyTo), items[index - 1])));
  at('items-more').hidden = !thread.next;
  if (fresh || atEnd) at('items').scrollTop = at('items').scrollHeight;
  const target = answerable();
  const allowed = mayAnswer(conversation);
  at('reply').hidden = !(target && allowed);
  at('reply-not').hidden = Boolean(target && allowed);
  at('reply-not').textContent = allowed ? word('nothingToAnswer') : word('mayNotAnswer');
  at('reply-to').textContent = target ? word('toWhom', called(target.author)) : '';
  if (fresh) at('reply-text').value = drafts.get(conversation.id)?.text ?? '';
}

function itemRow(item, answered, before) {
  const own = item.role === 'OWN';
  const marks = ['edited', 'removed', 'hidden', 'liked', 'textRepaired'].filter((mark) => item[mark]).map((mark) => word(mark));
  if (item.role === 'CONTEXT') marks.push(word('context'));
  // Whom it answers goes without saying where that stands right above.
  if (answered && answered !== before) marks.unshift(word('answers', answered.author.displayName || called(answered.author)));
  const files = item.attachments.map(fileMark);
  const waiting = own && item.state && item.state !== 'SENT';
  const failed = ['FAILED', 'HELD'].includes(item.state);
  return make('li', { class: `item ${item.role.toLowerCase()}${item.removed ? ' removed' : ''}` },
    make('p', { class: 'meta' },
      make('b', { dir: 'auto' }, item.author.displayName || item.author.handle), time(item.publishedAt), ...marks.map((mark) => make('span', {}, mark)),
      waiting ? make('span', { class: failed ? 'failed' : 'sending' }, [word(item.state), item.stateReason].filter(Boolean).join(': ')) : ''),
    item.text || !files.length ? make('p', { class: 'said', dir: 'auto' }, item.text || word(item.removed ? 'noText' : 'erased')) : '',
    make('p', { class: 'files' }, ...files, outward(item.permalink, word('onNetwork'))));
}

/** A file at the network: named, and opened there. Its address may end, and is nobody's to load unasked. */
function fileMark(file) {
  const kind = file.type.charAt(0).toUpperCase() + file.type.slice(1).toLowerCase();
  const name = [kind in WORDS[language] ? word(kind) : word('file'), file.alternativeText].filter(Boolean).join(': ');
  const link = outward(file.address, name);
  link?.classList.add('file');
  return link ?? make('span', { class: 'file' }, name);
}

function closeConversation() {
  keepDraft();
  thread = null;
  at('thread-open').hidden = true;
  at('thread-empty').hidden = false;
  at('inbox').classList.remove('reading');
  showList();
}

function keepDraft() {
  if (!thread) return;
  const text = at('reply-text').value;
  const id = thread.conversation.id;
  if (!text) drafts.delete(id);
  else if (drafts.get(id)?.text !== text) drafts.set(id, { text, key: newKey() });
}

/** The same key for the same text, so that sending again after a failure answers once. */
function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function sendReply() {
  keepDraft();
  const target = thread && answerable();
  const draft = thread && drafts.get(thread.conversation.id);
  if (!target || !draft?.text.trim()) return;
  const { id } = thread.conversation;
  const button = at('reply').querySelector('.primary');
  button.disabled = true;
  try {
    await call(`items/${target.id}/replies`, { method: 'POST', body: { text: draft.text }, headers: { 'Idempotency-Key': draft.key } });
    drafts.delete(id);
    if (thread?.conversation.id === id) at('reply-text').value = '';
    announce(word('sent'));
    await refreshThread();
  } finally {
    button.disabled = false;
  }
}

async function refreshThread() {
  if (thread && thread.conversation.id === wanted) await openConversation(wanted);
}

at('thread-close').addEventListener('click', () => { location.hash = ''; });
at('items-more').addEventListener('click', () => attempt(async () => { await loadItems(thread, 1); showThread(false); }));
at('reply').addEventListener('submit', (event) => { event.preventDefault(); attempt(sendReply); });
at('reply-text').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); attempt(sendReply); }
});
window.addEventListener('hashchange', openFromAddress);

// ---- publications

let publications = [];
const measured = new Map();
const FRESH = 60000;
const MEASURES = ['impressions', 'video.views', 'reactions', 'comments', 'shares', 'reach'];

async function loadPublications() {
  publications = (await call('publications?limit=24')).items;
  showPublications();
  // One after the other: figures are the least of what a page has to load.
  const recent = Date.now() - FRESH;
  for (const { id } of publications.filter((one) => one.state === 'PUBLISHED' && !(measured.get(one.id)?.at > recent))) {
    measured.set(id, { at: Date.now(), points: await call(`analytics/publications/${id}/metrics`) });
  }
  showPublications();
}

/** The latest of the figures that people know by name, at most four, none that is nothing. */
function figuresOf(publication) {
  const latest = new Map();
  for (const point of measured.get(publication.id)?.points ?? []) {
    const before = latest.get(point.metric);
    if (!before || new Date(before.until) <= new Date(point.until)) latest.set(point.metric, point);
  }
  return MEASURES.filter((metric) => latest.get(metric)?.value > 0).slice(0, 4)
    .map((metric) => make('span', {}, word(metric.replace('video.', ''), number(latest.get(metric).value))));
}

function showPublications() {
  at('publications').replaceChildren(...publications.map(publicationRow));
  if (publications.length) empty('publications-empty', null);
  else empty('publications-empty', word('noPublications'), word('noPublicationsHow'));
}

function publicationRow(publication) {
  const account = accounts.get(publication.account);
  const moment = publication.publishedAt || publication.dueAt;
  const comment = publication.firstComment;
  return make('li', { class: publication.continues ? 'continues' : null },
    make('p', { class: 'meta' }, networkMark(account?.network), account ? make('b', {}, called(account)) : '', moment ? time(moment) : '',
      publication.state === 'PUBLISHED' && publication.origin === 'NATIVE' ? '' : stateMark(publication.state, publication.reason),
      publication.continues ? word('threadPart') : '', publication.editing ? word('editing') : ''),
    make('p', { class: 'text', dir: 'auto' }, publication.text || word('noText')),
    publication.media.length ? make('p', { class: 'thumbs' }, ...publication.media.map(thumbnail)) : '',
    comment ? make('p', { class: 'first-comment', dir: 'auto' }, make('b', {}, `${word('firstComment')} `), comment.text,
      comment.state && comment.state !== 'SENT' ? make('span', { class: 'quiet' }, ` (${word(comment.state)})`) : '') : '',
    make('p', { class: 'meta' }, ...figuresOf(publication),
      publication.origin === 'NATIVE' ? word('native', networkName(account)) : '', outward(publication.permalink, word('onNetwork'))));
}

/** A file of our own library, from our own address. A film shows its first frame where the browser has one. */
function thumbnail(use) {
  const image = make('img', { src: `/api/v1/media/${encodeURIComponent(use.media)}/content`, alt: use.alternativeText, loading: 'lazy', width: '72', height: '72' });
  image.addEventListener('error', () => image.replaceWith(make('span', { class: 'file' }, use.alternativeText || word('file'))));
  return image;
}

// ---- live updates

const later = new Map();

/** Many hints, one request: the work runs once, a while after the first hint. */
function soon(name, milliseconds, work) {
  if (later.has(name)) return;
  later.set(name, setTimeout(() => {
    later.delete(name);
    if (me) attempt(work);
  }, milliseconds));
}

const refreshInbox = () => {
  soon('list', 700, () => loadList());
  soon('figures', 5000, loadAccounts);
};

const HEARD = {
  'inbox.item_received': (hint) => { refreshInbox(); soon('news', 3000, () => announce(word('newActivity'))); heardThread(hint); },
  'inbox.conversation_changed': (hint) => { refreshInbox(); heardThread(hint); },
  'inbox.reply_changed': (hint) => { refreshInbox(); heardThread(hint); },
  'publication.changed': () => soon('publications', 1000, loadPublications),
  'account.changed': () => soon('figures', 5000, loadAccounts),
  'network.changed': () => soon('figures', 5000, loadAccounts),
};

function heardThread(hint) {
  if (thread && hint.account === thread.conversation.account) soon('thread', 500, refreshThread);
}

function listen() {
  live?.close();
  live = new EventSource('/api/v1/events');
  let before = false;
  live.addEventListener('ready', () => {
    showLive(true);
    // What happened while nobody listened was not told.
    if (before) { refreshInbox(); soon('publications', 1000, loadPublications); if (thread) soon('thread', 500, refreshThread); }
    before = true;
  });
  live.onerror = () => {
    showLive(false);
    // After a refusal a browser does not try again by itself; asking who is logged in tells whether to.
    if (live?.readyState === EventSource.CLOSED) soon('listen', 5000, async () => { await call('session'); listen(); });
  };
  for (const [name, heard] of Object.entries(HEARD)) {
    live.addEventListener(name, (event) => heard(JSON.parse(event.data)));
  }
}

let isLive = false;
function showLive(state = isLive) {
  isLive = state;
  at('live').dataset.state = state ? 'on' : 'off';
  at('live').lastElementChild.textContent = word(state ? 'live' : 'notLive');
}

// ---- all of it

function showAll() {
  showAccounts();
  showList();
  showPublications();
  if (thread) showThread(false);
}

document.querySelectorAll('[data-language]').forEach((button) => button.addEventListener('click', () => {
  language = button.dataset.language;
  localStorage.setItem('parvis.language', language);
  translate();
}));

// Ages grow.
setInterval(() => { if (me && !document.hidden) { showList(); showPublications(); } }, 60000);

translate();
begin();
