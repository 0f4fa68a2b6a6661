/** Where both of our pages begin: they share most of their code, and the document says which of them it is. */
import './language';
import { startDashboard } from './dashboard';
import { startScaling } from './scaling';

const start = document.body.dataset.page === 'scaling' ? startScaling : startDashboard;
start();
